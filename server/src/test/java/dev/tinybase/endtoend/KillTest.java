package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged survives {@code kill -9}: clients write, the server's process is killed at
 * a random moment, and after the restart every acknowledged write is there and no half one.
 */
class KillTest {
  private static final int ROUNDS = 20;
  private static final int WRITERS = 6;

  /** Records of each round. */
  private static final int LEAST = 10;

  private static final String COLLECTION =
      """
      {"name": "notes", "label": "Notes",
       "schema": {"fields": [
         {"name": "title", "type": "string", "required": true, "unique": true},
         {"name": "body", "type": "string", "required": true},
         {"name": "round", "type": "integer", "index": true},
         {"name": "changes", "type": "integer", "default": 0}]}}
      """;

  @TempDir Path folder;

  @Test
  void every_acknowledged_write_survives_a_kill_at_any_moment() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("KillTest seed " + seed);
    var random = new Random(seed);
    String token;
    try (var server = start()) {
      token = Http.at(server.base()).login("admin@example.com");
      var made = Http.at(server.base()).as(token).post("/api/collections", COLLECTION);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      server.kill();
    }
    long there = 0;
    Map<String, Integer> acknowledged = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      try (var server = start()) {
        var http = Http.at(server.base()).as(token);
        there += check(http, round - 1, acknowledged);
        assertThat(total(http)).as("counter before round %d", round).isEqualTo(there);
        acknowledged = writeUntilKilled(server, http, round, random);
      }
    }
    try (var server = start()) {
      var http = Http.at(server.base()).as(token);
      there += check(http, ROUNDS, acknowledged);
      assertThat(total(http)).isEqualTo(there);
      assertThat(
              http.get("/api/collections/notes/records?limit=0&filter%5Bround%5D%5Bgte%5D=0")
                  .json())
          .as("what is counted by hand is what the counter says")
          .isEqualTo(http.get("/api/collections/notes/records?limit=0").json());
    }
    assertThat(Integrity.check(folder.resolve("tinybase.db"))).isEqualTo("ok");
    System.out.println("KillTest: " + there + " records");
    assertThat(there).isGreaterThanOrEqualTo(ROUNDS * LEAST);
  }

  private Map<String, Integer> writeUntilKilled(
      ServerProcess server, Http http, int round, Random random) throws InterruptedException {
    try (var writers = Writers.start(http, round, WRITERS).await(LEAST)) {
      Thread.sleep(50 + random.nextInt(450));
      server.kill();
      return writers.acknowledged();
    }
  }

  /** Compares one round's records with what was acknowledged and returns how many there are. */
  private static long check(Http http, int round, Map<String, Integer> acknowledged) {
    var found = Writers.read(http, round);
    acknowledged.forEach((title, changes) ->
        assertThat(found.getOrDefault(title, -1))
            .as("changes of %s", title)
            .isBetween(changes, changes + 1));
    assertThat(found.size()).isBetween(acknowledged.size(), acknowledged.size() + WRITERS);
    return found.size();
  }

  private static long total(Http http) {
    return http.get("/api/collections/notes/records?limit=0").json().path("total").asLong();
  }

  private ServerProcess start() {
    return ServerProcess.start(
        folder,
        Map.of(
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_LOG_ACCESS", "false"));
  }
}
