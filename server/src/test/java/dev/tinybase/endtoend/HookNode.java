package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server of a test with files of hooks, as a process, and the collection that they are about. */
record HookNode(Path folder, String url, Map<String, String> more) {
  /** How many changes a handler takes at once: so many may be told again after a kill. */
  static final int MOST_IN_A_BATCH = 100;

  /** Within this time another server has taken over what a dead one had. */
  static final Duration LEASE = Duration.ofMinutes(3);

  private static final String RECORDS = "/api/collections/notes/records";

  HookNode(Path folder, String url) {
    this(folder, url, Map.of());
  }

  /** Leaves a file in its folder of functions. */
  void write(String name, String source) throws IOException {
    var functions = Files.createDirectories(folder.resolve("functions"));
    Files.writeString(functions.resolve(name + ".java"), source);
  }

  ServerProcess start() {
    var environment = new HashMap<>(Map.of("TINYBASE_HOOKS_BEFORE_TIMEOUT_MS", "30000"));
    environment.putAll(more);
    environment.putAll(
        Map.of(
            "TINYBASE_DB_URL", url,
            "TINYBASE_JWT_SECRET_KEY", "the same on every node of this test",
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_LOG_ACCESS", "false"));
    return ServerProcess.start(folder, environment);
  }

  /** Makes collections of records that count. */
  static void makeCollections(Http http, String... names) {
    for (var name : names) {
      var made =
          http.post(
              "/api/collections",
              """
              {"name": "%s", "label": "Counts", "schema": {"fields": [
                {"name": "count", "type": "integer", "default": 0}]}}
              """
                  .formatted(name));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
  }

  /** Makes a record and returns its id. */
  static String create(Http http) {
    var reply = http.post(RECORDS, "{\"data\": {}}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().path("id").stringValue();
  }

  /** Adds one to a record. */
  static void count(Http http, String id) {
    var reply = http.patch(RECORDS + "/" + id, "{\"data\": {\"count\": {\"$inc\": 1}}}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  /** The ids of all records. */
  static List<String> ids(Http http) {
    var ids = new ArrayList<String>();
    for (var next = ""; ; ) {
      var page = http.get(RECORDS + "?total=false&limit=1000" + next).json();
      page.path("records").forEach(record -> ids.add(record.path("id").stringValue()));
      if (page.path("next_cursor").isNull()) {
        return ids;
      }
      next = "&cursor=" + page.path("next_cursor").stringValue();
    }
  }
}
