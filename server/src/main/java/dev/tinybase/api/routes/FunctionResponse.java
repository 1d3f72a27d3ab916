package dev.tinybase.api.routes;

import dev.tinybase.http.Response;
import java.util.LinkedHashMap;
import java.util.Locale;

/** An HTTP answer that a function has made, which {@code calls} has found to be sound. */
final class FunctionResponse {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private FunctionResponse() {}

  static Response of(dev.tinybase.sdk.Response made) {
    var headers = new LinkedHashMap<String, String>();
    made.headers().forEach((name, value) -> headers.put(usual(name), value));
    var type = headers.remove(CONTENT_TYPE);
    return new Response(made.status(), headers, body(made, type == null ? UNKNOWN_TYPE : type));
  }

  private static Response.Body body(dev.tinybase.sdk.Response made, String type) {
    boolean bodiless = made.status() == 204 || made.status() == 304;
    return bodiless || made.body().length == 0
        ? new Response.Body.None()
        : new Response.Body.Bytes(made.body(), type);
  }

  /** A name as the server writes it, so that an answer never has a header of ours twice. */
  private static String usual(String name) {
    var usual = new StringBuilder(name.toLowerCase(Locale.ROOT));
    boolean start = true;
    for (int i = 0; i < usual.length(); i++) {
      char c = usual.charAt(i);
      if (start) {
        usual.setCharAt(i, Character.toUpperCase(c));
      }
      start = c == '-';
    }
    return switch (usual.toString()) {
      case "Etag" -> "ETag";
      default -> usual.toString();
    };
  }
}
