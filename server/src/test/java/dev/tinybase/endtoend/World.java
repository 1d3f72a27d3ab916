package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server in a process of its own with an admin, two users and a collection of every field type.
 */
final class World implements AutoCloseable {
  static final String SECRET = "a-secret-that-only-this-test-knows-0123456789";

  private final Path folder;
  private final String url;
  private final ServerProcess server;
  private final String adminToken;
  private final String userToken;
  private final String otherToken;
  private final String record;

  World(Engine engine) throws IOException {
    folder = Files.createTempDirectory("tinybase-world");
    url = engine.migratedUrl();
    server = ServerProcess.start(folder, environment(url));
    adminToken = anyone().login("admin@example.com");
    userToken = anyone().account("user@example.com");
    otherToken = anyone().account("other@example.com");
    assertThat(admin().post("/api/collections", THINGS).status()).isEqualTo(201);
    var made = user().post("/api/collections/things/records", "{\"data\":{\"title\":\"first\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    record = made.json().path("id").stringValue();
  }

  private static Map<String, String> environment(String url) {
    return new LinkedHashMap<>(
        Map.of(
            "TINYBASE_DB_URL",
            url,
            "TINYBASE_JWT_SECRET_KEY",
            SECRET,
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN",
            "true",
            // its own tasks would write between two looks at the database
            "TINYBASE_SCHEDULER_ENABLED",
            "false",
            "TINYBASE_SERVER_MAX_BODY_BYTES",
            Integer.toString(1 << 20)));
  }

  Http anyone() {
    return Http.at(server.base());
  }

  Http admin() {
    return anyone().as(adminToken);
  }

  Http user() {
    return anyone().as(userToken);
  }

  Http other() {
    return anyone().as(otherToken);
  }

  String userToken() {
    return userToken;
  }

  /** The path of a record that the user owns. */
  String record() {
    return "/api/collections/things/records/" + record;
  }

  /** Every row of every table. */
  Map<String, String> dump() {
    return Dump.of(url);
  }

  String log() {
    return server.log();
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final String THINGS =
      """
      {"name": "things", "label": "Things",
       "schema": {"fields": [
         {"name": "title", "type": "string", "required": true, "min_length": 1, "max_length": 100},
         {"name": "count", "type": "integer", "min": 0, "index": true},
         {"name": "ratio", "type": "number"},
         {"name": "price", "type": "decimal"},
         {"name": "flag", "type": "boolean"},
         {"name": "day", "type": "date"},
         {"name": "at", "type": "datetime"},
         {"name": "tags", "type": "list[string]"},
         {"name": "more", "type": "object"},
         {"name": "extra", "type": "json"},
         {"name": "email", "type": "string", "format": "email"},
         {"name": "color", "type": "string", "values": ["red", "green"]},
         {"name": "code", "type": "string", "pattern": "^[A-Z]{3}$"},
         {"name": "secret_note", "type": "string", "hidden": true, "read_only": true}]},
       "options": {"access": {
         "list": "public", "read": "auth", "create": {"count": {"null": true}},
         "update": "owner", "delete": "admin"}}}
      """;
}
