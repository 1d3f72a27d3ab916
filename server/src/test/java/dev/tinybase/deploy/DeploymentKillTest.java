package dev.tinybase.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that is killed while apps are deployed to it has one of them whole. Two starts of a
 * server for each database take a few seconds.
 */
class DeploymentKillTest {
  private static final List<String> WORDS = List.of("one", "two");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void collections_and_functions_are_of_the_same_deployment(Engine engine) throws Exception {
    long seed = System.nanoTime();
    System.out.println("DeploymentKillTest seed " + seed);
    var environment =
        Map.of(
            "TINYBASE_DB_URL", engine.migratedUrl(), "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true");
    try (var server = ServerProcess.start(folder, environment)) {
      var http = Http.at(server.base());
      var admin = http.as(http.login("admin@example.com"));
      var first = deploy(admin, "one");
      assertThat(first.status()).as(first.text()).isEqualTo(200);
      var several = new CountDownLatch(4 + new Random(seed).nextInt(4));
      var client = Thread.ofVirtual().start(() -> deployUntilKilled(admin, several));
      several.await();
      server.kill();
      client.join();
      try (var again = server.startAgain()) {
        assertThat(field(admin, "a")).isIn(WORDS);
        assertThat(field(admin, "b")).isEqualTo(field(admin, "a"));
        Eventually.until("the function is loaded", () -> word(http).equals(field(admin, "a")));
        assertThat(deploy(admin, "three").status()).isEqualTo(200);
        assertThat(again.log()).doesNotContain("SEVERE");
      }
    }
  }

  private static void deployUntilKilled(Http admin, CountDownLatch several) {
    try {
      for (int i = 1; ; i++) {
        deploy(admin, WORDS.get(i % 2));
        several.countDown();
      }
    } catch (UncheckedIOException _) {
      // killed
    }
  }

  private static Http.Reply deploy(Http admin, String word) {
    var app = new App().collection("a", word).collection("b", word).says(word);
    return admin.post("/api/admin/deploy", Json.text(app.body()));
  }

  private static String field(Http admin, String collection) {
    return admin
        .get("/api/collections/" + collection)
        .json()
        .at("/schema/fields/0/name")
        .stringValue();
  }

  private static String word(Http http) {
    return http.post("/api/functions/greet", "{}").json().path("result").asString("");
  }
}
