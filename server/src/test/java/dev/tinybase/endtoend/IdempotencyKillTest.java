package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that are in flight when the server is killed: a repetition is answered, and runs once. */
@ParameterizedClass
@EnumSource(Engine.class)
class IdempotencyKillTest {
  private static final int CLIENTS = 35;
  private static final String NOTES = "/api/collections/notes/records";

  @TempDir Path folder;

  private final String url;

  IdempotencyKillTest(Engine engine) {
    url = engine.migratedUrl();
  }

  /** A client that makes one record after the other, each with a key. */
  private static final class Client implements Runnable {
    private final Http http;
    private final int number;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    Client(Http http, int number) {
      this.http = http;
      this.number = number;
    }

    @Override
    public void run() {
      try {
        while (true) {
          var reply = make(http, begun.incrementAndGet());
          assertThat(reply.status()).as(reply.text()).isEqualTo(201);
          answered.incrementAndGet();
        }
      } catch (UncheckedIOException _) {
        // the server is gone
      }
    }

    Http.Reply make(Http to, int index) {
      var title = number + "-" + index;
      return to.with("Idempotency-Key", "key-" + title)
          .post(NOTES, "{\"data\": {\"title\": \"" + title + "\"}}");
    }
  }

  @Test
  void every_key_in_flight_is_answered_after_a_kill_and_made_one_record() throws Exception {
    long seed = System.nanoTime();
    System.out.println("IdempotencyKillTest seed " + seed);
    var clients = new ArrayList<Client>();
    String token;
    try (var server = start()) {
      var admin = Http.at(server.base());
      token = admin.login("admin@example.com");
      var http = admin.as(token);
      assertThat(http.post("/api/collections", COLLECTION).status()).isEqualTo(201);
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = new Client(http, i);
        clients.add(client);
        threads.add(Thread.ofVirtual().start(client));
      }
      Eventually.until("writes", () -> clients.stream().allMatch(it -> it.answered.get() > 0));
      Thread.sleep(new Random(seed).nextInt(100));
      server.kill();
      for (var thread : threads) {
        thread.join();
      }
    }
    try (var server = start()) {
      var http = Http.at(server.base()).as(token);
      for (var client : clients) {
        int inFlight = client.begun.get();
        assertThat(inFlight).isEqualTo(client.answered.get() + 1);
        var reply = client.make(http, inFlight);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        var acknowledged = client.make(http, client.answered.get());
        assertThat(acknowledged.status()).isEqualTo(201);
        assertThat(acknowledged.header("Idempotency-Replayed")).isEqualTo("true");
      }
      long expected = clients.stream().mapToLong(client -> client.begun.get()).sum();
      assertThat(http.get(NOTES + "?limit=0").json().path("total").asLong()).isEqualTo(expected);
    }
  }

  @Test
  void a_call_that_a_kill_interrupted_runs_again() throws Exception {
    Files.createDirectory(folder.resolve("functions"));
    Files.writeString(
        folder.resolve("functions").resolve("slow.java"),
        SLOW.replace("MARK", folder.resolve("began").toString()));
    try (var server = start()) {
      var first = Thread.ofVirtual().start(() -> callUntilKilled(server));
      Eventually.until("call", () -> Files.exists(folder.resolve("began")));
      server.kill();
      first.join();
    }
    try (var server = start()) {
      var refusals = new ArrayList<Http.Reply>();
      Eventually.within(
          Duration.ofMinutes(1), // the dead server's claim of the key ends by itself
          "answer",
          () -> {
            var reply = call(server);
            if (reply.status() != 200) {
              refusals.add(reply);
            }
            return reply.status() == 200 && reply.text().contains("\"done\"");
          });
      assertThat(refusals)
          .allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.text()).isEqualTo(409);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
          });
      assertThat(call(server).header("Idempotency-Replayed")).isEqualTo("true");
    }
  }

  private static Http.Reply call(ServerProcess server) {
    return Http.at(server.base())
        .with("Idempotency-Key", "the-call")
        .post("/api/functions/slow", "{}");
  }

  private static void callUntilKilled(ServerProcess server) {
    try {
      call(server);
    } catch (UncheckedIOException _) {
      // as it should be
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(
        folder,
        Map.of(
            "TINYBASE_DB_URL", url,
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_LOG_ACCESS", "false"));
  }

  private static final String COLLECTION =
      """
      {"name": "notes", "label": "Notes",
       "schema": {"fields": [{"name": "title", "type": "string", "required": true}]}}
      """;

  private static final String SLOW =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "slow", description = "Sleeps", auth = Auth.PUBLIC, timeout = "60s")
      String slow() throws Exception {
        var mark = java.nio.file.Path.of("MARK");
        if (!java.nio.file.Files.exists(mark)) {
          java.nio.file.Files.createFile(mark);
          Thread.sleep(50_000);
        }
        return "done";
      }
      """;
}
