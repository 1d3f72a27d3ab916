package dev.tinybase.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever looks for the id of a request in the log finds all that it has caused. */
@ParameterizedClass
@MethodSource("everywhere")
class LogLinesOfRequestsTest {
  private static final String CODE =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.*;
      import java.util.stream.*;

      @Register(name = "speaking")
      String speaking(Context ctx) {
        ctx.log().warn("said by a call");
        System.out.println("printed by a call");
        System.getLogger("library").log(System.Logger.Level.WARNING, "logged by a call");
        throw new IllegalStateException("meant");
      }

      @Register(name = "streaming")
      Stream<String> streaming(Context ctx) {
        ctx.log().warn("said by a stream");
        return Stream.of("a").peek(_ -> { throw new IllegalStateException("meant"); });
      }

      @Register(name = "enqueuing")
      void enqueuing(Context ctx) {
        ctx.enqueue("later", Map.of(), JobOptions.DEFAULT.attempts(1));
      }

      @Register(name = "later")
      void later(Context ctx) {
        ctx.log().warn("said by a job");
        throw new IllegalStateException("meant");
      }

      @BeforeRecordCreate(collection = "posts")
      void check(Context ctx, RecordDraft draft) {
        ctx.log().warn("said by a hook");
        throw new IllegalStateException("meant");
      }
      """;

  private final Isolation isolation;
  private final TestServer server;
  private final LogCapture log = new LogCapture("functions");

  LogLinesOfRequestsTest(Engine engine, Isolation isolation) throws IOException {
    this.isolation = isolation;
    server =
        TestServer.start(
            engine,
            all ->
                RecordCopy.with(
                    all,
                    "functions",
                    RecordCopy.with(all.functions(), Map.of("isolation", isolation, "workers", 1))),
            Clock.systemUTC());
    server.post(
        server.adminToken(),
        "/api/collections",
        """
        {"name": "posts", "label": "Posts", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """);
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("speaking.java"), CODE);
    Eventually.until("functions are there", () -> isThere("later") && isThere("streaming"));
  }

  static Stream<Arguments> everywhere() {
    return Stream.of(
        Arguments.of(Engine.SQLITE, Isolation.THREAD),
        Arguments.of(Engine.POSTGRES, Isolation.PROCESS));
  }

  private boolean isThere(String function) {
    return server.get(server.adminToken(), "/api/functions/" + function + "/schema").status()
        == 200;
  }

  @AfterEach
  void stop() {
    log.close();
    server.close();
  }

  private void send(String path, String request) {
    var answer =
        server.send("POST", server.adminToken(), path, "{\"data\":{}}", "X-Request-Id", request);
    assertThat(answer.status()).as(answer.text()).isLessThan(600);
  }

  private void sees(String request, String... texts) {
    for (var text : texts) {
      Eventually.until(
          text + " by " + request,
          () -> log.all().stream().anyMatch(line -> line.text().contains(text)));
      assertThat(log.all())
          .filteredOn(line -> line.text().contains(text))
          .allMatch(line -> request.equals(line.request()));
    }
  }

  @Test
  void every_line_that_a_request_causes_carries_its_id() {
    send("/api/functions/speaking", "r-call");
    sees("r-call", "said by a call");
    if (isolation == Isolation.PROCESS) { // what is printed in this process goes to its test
      sees("r-call", "printed by a call", "logged by a call");
    }
    send("/api/functions/streaming", "r-stream");
    sees("r-stream", "said by a stream");
    send("/api/functions/enqueuing", "r-job");
    sees("r-job", "said by a job");
    send("/api/collections/posts/records", "r-hook");
    sees("r-hook", "said by a hook");
    assertThat(log.all()).allMatch(line -> line.request() != null);
    for (var request : new String[] {"r-call", "r-stream", "r-job", "r-hook"}) {
      Eventually.until(
          "the failure of " + request,
          () ->
              log.all().stream()
                  .anyMatch(line ->
                      request.equals(line.request())
                          && line.text().endsWith("failed, request " + request)));
    }
  }
}
