package dev.tinybase.bench;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/**
 * The yardstick: what a bare Helidon server costs that answers every request with the same bytes.
 */
public final class Floor {
  private Floor() {}

  /** Serves on the port that is the first argument until it is stopped. */
  public static void main(String[] args) {
    var body = ("{\"id\":\"" + "x".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8);
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(args[0]))
        .routing(routing ->
            routing.any((_, response) ->
                response.header(HeaderNames.CONTENT_TYPE, "application/json").send(body)))
        .build()
        .start();
  }
}
