package dev.tinybase.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits for whom where hooks and functions share two workers. */
@ParameterizedClass
@EnumSource(Engine.class)
class WorkerPlacesTest {
  private static final String HOOKS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.Map;

      @BeforeRecordCreate(collection = "audited")
      void audit(Context ctx, RecordDraft draft) {
        ctx.records("signals").create(Map.of("text", "audited"));
      }

      @OnRecordCreate(collection = "told")
      void told(Context ctx, RecordCreated event) throws Exception {
        ctx.records("signals").create(Map.of("text", "told"));
        while (ctx.records("signals").count(Filter.eq("text", "continue")) == 0) {
          Thread.sleep(20);
        }
      }
      """;

  private static final String OCCUPY =
      """
      import dev.tinybase.sdk.*;
      import java.util.Map;

      @Register(name = "occupy")
      void occupy(Context ctx) throws Exception {
        ctx.records("signals").create(Map.of("text", "occupied"));
        while (ctx.records("signals").count(Filter.eq("text", "leave")) == 0) {
          Thread.sleep(20);
        }
      }
      """;

  private static final String ECHO =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "echo")
      String echo() {
        return "here";
      }
      """;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static TestServer running;

  private final TestServer server;

  WorkerPlacesTest(Engine engine) {
    server = running;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) throws IOException {
    running = TestServer.start(engine, WorkerPlacesTest::changed, Clock.systemUTC());
    for (var name : List.of("audited", "told", "plain", "signals")) {
      var made =
          running.post(
              running.adminToken(),
              "/api/collections",
              "{'name': '%s', 'label': 'x', 'schema': {'fields': [{'name': 'text'}]}}"
                  .formatted(name)
                  .replace('\'', '"'));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    var folder = running.functionsFolder();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("places.java"), HOOKS);
    Files.writeString(folder.resolve("occupy.java"), OCCUPY);
    Files.writeString(folder.resolve("echo.java"), ECHO);
    assertThat(running.tinybase().functions().loader().reload().failures()).isEmpty();
  }

  private static Settings changed(Settings settings) {
    var functions =
        RecordCopy.with(settings.functions(), Map.of("isolation", Isolation.PROCESS, "workers", 2));
    return RecordCopy.with(settings, "functions", functions);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    running.close();
  }

  @Test
  void a_hook_that_writes_waits_for_a_worker_before_its_transaction() throws Exception {
    assertThat(create("audited", "x").status()).isEqualTo(201); // it is known to write from now on
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2; i++) {
        var _ = threads.submit(() -> call("occupy"));
      }
      Eventually.until("both workers are occupied", () -> count("occupied") == 2);
      var audited = CompletableFuture.supplyAsync(() -> create("audited", "y"), threads);
      var others = Duration.ofMillis(500);
      for (long end = System.nanoTime() + others.toNanos(); System.nanoTime() < end; ) {
        assertThat(create("plain", "x").status()).isEqualTo(201);
      }
      assertThat(audited).isNotDone();
      assertThat(create("signals", "leave").status()).isEqualTo(201);
      var made = audited.get(20, TimeUnit.SECONDS);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(count("audited")).isEqualTo(2);
    }
  }

  @Test
  void hooks_after_the_commit_leave_half_of_the_workers_to_requests() {
    for (int i = 0; i < 4; i++) {
      assertThat(create("told", "x").status()).isEqualTo(201);
    }
    Eventually.until("one is told", () -> count("told") == 1);
    for (int i = 0; i < 20; i++) {
      var reply = call("echo");
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }
    assertThat(count("told")).isEqualTo(1);
    assertThat(create("signals", "continue").status()).isEqualTo(201);
    Eventually.until("all are told", () -> count("told") == 4);
  }

  private Reply call(String function) {
    return server.post(server.adminToken(), "/api/functions/" + function, "{}");
  }

  private Reply create(String collection, String text) {
    return server.post(
        server.adminToken(),
        "/api/collections/" + collection + "/records",
        "{\"data\": {\"text\": \"" + text + "\"}}");
  }

  private int count(String signal) {
    return server
        .get(server.adminToken(), "/api/collections/signals/records?limit=0&filter[text]=" + signal)
        .json()
        .get("total")
        .intValue();
  }
}
