package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of other origins read every header of an answer that may be of use to them. */
class ExposedHeadersTest {
  private static final String RECORDS = "/api/collections/notes/records";

  /** What every page may read (the Fetch standard's safelist), and what is for browsers alone. */
  private static final Set<String> NOT_ASKED_FOR =
      Set.of(
          "cache-control",
          "content-language",
          "content-length",
          "content-type",
          "expires",
          "last-modified",
          "pragma",
          "connection",
          "transfer-encoding",
          "vary",
          "date",
          "content-security-policy",
          "permissions-policy",
          "referrer-policy",
          "strict-transport-security",
          "x-content-type-options",
          "x-frame-options",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy");

  private final TestServer server =
      TestServer.start(Engine.SQLITE, ExposedHeadersTest::limited, Clock.systemUTC());

  private static Settings limited(Settings settings) {
    return RecordCopy.with(
        settings, "rateLimit", RecordCopy.with(settings.rateLimit(), "enabled", true));
  }

  @BeforeEach
  void app() throws IOException {
    server.post(
        server.adminToken(),
        "/api/collections",
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """);
    Files.createDirectories(server.functionsFolder());
    Files.writeString(
        server.functionsFolder().resolve("picture.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "picture", auth = Auth.PUBLIC)
        Response picture() {
          return Response.text("made by hand").header("X-Pixels", "7");
        }
        """);
    assertThat(server.tinybase().load().failures()).isEmpty();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_header_that_an_answer_has_is_exposed() {
    for (var answer : answers()) {
      var exposed = names(Stream.of(answer.header("Access-Control-Expose-Headers").split(", ")));
      var hidden = names(answer.http().headers().map().keySet().stream());
      hidden.removeAll(exposed);
      hidden.removeAll(NOT_ASKED_FOR);
      hidden.removeIf(name -> name.startsWith("access-control-"));
      assertThat(hidden).as("hidden of %s", answer.http()).isEmpty();
    }
  }

  @Test
  void the_id_of_a_call_its_repetition_and_the_version_of_a_record_are_exposed() {
    assertThat(answers().getFirst().header("Access-Control-Expose-Headers").split(", "))
        .contains(
            "ETag",
            "X-Request-Id",
            "X-Call-Id",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Idempotency-Replayed",
            "Content-Disposition");
  }

  private List<Reply> answers() {
    var key = new String[] {"Origin", "https://app.example.org", "Idempotency-Key", "one"};
    var note = "{\"data\": {\"text\": \"a\"}}";
    var made = send("POST", RECORDS, note, key);
    var one = RECORDS + "/" + made.json().path("id").stringValue();
    return List.of(
        made,
        send("POST", RECORDS, note, key),
        ask("GET", RECORDS),
        ask("GET", one),
        ask("GET", RECORDS + "/none"),
        ask("OPTIONS", RECORDS),
        ask("PUT", RECORDS),
        ask("GET", "/api/collections/notes/export?format=csv"),
        ask("GET", "/openapi.json"),
        send("POST", "/api/functions/picture", "{}", "Origin", "https://app.example.org"),
        send(
            "POST",
            "/api/functions/picture?async=true",
            "{}",
            "Origin",
            "https://app.example.org"));
  }

  private Reply ask(String method, String path) {
    return send(method, path, null, "Origin", "https://app.example.org");
  }

  private Reply send(String method, String path, @Nullable String body, String... headers) {
    return server.send(method, server.adminToken(), path, body, headers);
  }

  private static Set<String> names(Stream<String> names) {
    return names
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
