package dev.tinybase.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP answer of the function's own, instead of the usual JSON about the call: for webhooks,
 * pages, images and redirects. The call's id is in the header {@code X-Call-Id}.
 *
 * {@snippet :
 * @Register(name = "logo", auth = Auth.PUBLIC, methods = "GET")
 * Response logo() throws IOException {
 *   return Response.bytes("image/png", Files.readAllBytes(Path.of("logo.png")))
 *       .header("Cache-Control", "max-age=3600");
 * }
 * }
 *
 * @param status 200 to 599
 * @param headers by name, each with its values; {@code Set-Cookie} may have several
 */
public record Response(int status, Map<String, List<String>> headers, byte[] body) {
  /** Checks the status and copies the headers. */
  public Response {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("A status is 200 to 599, not " + status + ".");
    }
    var copy = new LinkedHashMap<String, List<String>>();
    headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    headers = Collections.unmodifiableMap(copy);
  }

  /** 200 with bytes of any media type. */
  public static Response bytes(String contentType, byte[] body) {
    return new Response(200, Map.of("Content-Type", List.of(contentType)), body);
  }

  /** 200 with UTF-8 text. */
  public static Response text(String text) {
    return bytes("text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  /** 200 with a page. */
  public static Response html(String page) {
    return bytes("text/html; charset=utf-8", page.getBytes(UTF_8));
  }

  /** 200 with JSON text. */
  public static Response json(String json) {
    return bytes("application/json", json.getBytes(UTF_8));
  }

  /** A status without a body. */
  public static Response status(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }

  /** 303: the client gets another page instead. */
  public static Response redirect(String location) {
    return status(303).header("Location", location);
  }

  /** This answer with another status. */
  public Response withStatus(int other) {
    return new Response(other, headers, body);
  }

  /**
   * This answer with one more header, or another value for one that it has; a {@code Set-Cookie}
   * comes beside those that it has.
   */
  public Response header(String name, String value) {
    var values = new ArrayList<String>();
    if (name.equalsIgnoreCase("Set-Cookie")) {
      headers.forEach(
          (each, some) -> values.addAll(each.equalsIgnoreCase(name) ? some : List.of()));
    }
    values.add(value);
    var all = new LinkedHashMap<>(headers);
    all.keySet().removeIf(name::equalsIgnoreCase);
    all.put(name, values);
    return new Response(status, all, body);
  }
}
