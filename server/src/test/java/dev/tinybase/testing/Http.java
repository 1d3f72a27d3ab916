package dev.tinybase.testing;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An HTTP client that sends what a test tells it to, good or bad. */
public record Http(String base, Map<String, String> headers) {
  /** The password of every account of the tests. */
  public static final String PASSWORD = "correct horse battery";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** An answer with its body as text. */
  public record Reply(int status, HttpHeaders headers, String text) {
    /** The body as JSON; fails where it is none. */
    public JsonNode json() {
      return Json.parse(text);
    }

    /** A header's value, or an empty text. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** A client without token. */
  public static Http at(String base) {
    return new Http(base, Map.of());
  }

  /** This client with one more header on each request. */
  public Http with(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Http(base, all);
  }

  /** This client with a token. */
  public Http as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** GET. */
  public Reply get(String path) {
    return send("GET", path, new byte[0]);
  }

  /** POST of JSON. */
  public Reply post(String path, String json) {
    return json("POST", path, json);
  }

  /** PATCH of JSON. */
  public Reply patch(String path, String json) {
    return json("PATCH", path, json);
  }

  /** Any method with a JSON body. */
  public Reply json(String method, String path, String json) {
    var typed =
        headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
    return typed.send(method, path, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Any method with any body. */
  public Reply send(String method, String path, byte[] body) {
    var publisher =
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body);
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, publisher);
    headers.forEach(request::header);
    try {
      var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes an account and returns its access token. */
  public String account(String email) {
    post("/api/auth/register", credentials(email));
    return login(email);
  }

  /** Logs an account in and returns its access token. */
  public String login(String email) {
    return post("/api/auth/login", credentials(email)).json().path("access_token").stringValue();
  }

  /** The body that makes or logs in an account of the tests. */
  public static String credentials(String email) {
    return Json.text(Json.object().put("email", email).put("password", PASSWORD));
  }
}
