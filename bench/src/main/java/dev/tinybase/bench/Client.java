package dev.tinybase.bench;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** The few calls that the benchmark makes beside the load. */
final class Client {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private String token = "";

  Client(String base) {
    this.base = base;
  }

  /** Makes an account where it is missing, and logs it in. */
  String register(String email, String password) {
    var body = Json.text(Json.object().put("email", email).put("password", password));
    try {
      send("/api/auth/register", body);
    } catch (IllegalStateException _) {
      // it is there from an earlier start; else the login fails
    }
    return login(email, password);
  }

  /** Logs an account in. */
  String login(String email, String password) {
    var body = Json.text(Json.object().put("email", email).put("password", password));
    token = send("/api/auth/login", body).path("access_token").stringValue();
    return token;
  }

  /** The token of the account that was logged in last. */
  String token() {
    return token;
  }

  /** How many records a collection has. */
  long total(String collection) {
    return send("/api/collections/" + collection + "/records?limit=0", "").path("total").asLong();
  }

  /** Calls with a body as POST, without one as GET; anything but a success throws. */
  JsonNode send(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            path + ": " + response.statusCode() + " " + response.body());
      }
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
