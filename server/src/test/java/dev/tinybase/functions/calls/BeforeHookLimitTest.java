package dev.tinybase.functions.calls;

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
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Handlers of before-hooks that do not end. They may take two seconds, which on a busy machine a
 * quick one may take, too: then it is asked again.
 */
@ParameterizedClass
@MethodSource("dev.tinybase.functions.calls.BeforeHooksTest#everywhere")
class BeforeHookLimitTest {
  private static final String HOOKS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.*;

      @BeforeRecordCreate(collection = "posts")
      void trim(RecordDraft draft) {
        draft.set("title", String.valueOf(draft.get("title")).strip());
      }

      @BeforeRecordCreate(collection = "slow")
      void slow(RecordDraft draft) throws Exception {
        switch (String.valueOf(draft.get("title"))) {
          case "sleep" -> Thread.sleep(60_000);
          case "spin" -> {
            // longer than a worker may take that loads its file first, and heeds no interrupt
            long end = System.nanoTime() + 15_000_000_000L;
            var round = System.getProperty("spins");
            while (System.nanoTime() < end && Objects.equals(round, System.getProperty("spins"))) { }
          }
          default -> {}
        }
      }

      @BeforeRecordCreate(collection = "once")
      void once(RecordDraft draft) throws Exception {
        slow(draft);
      }
      """;

  private final TestServer server;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static TestServer running;

  BeforeHookLimitTest(Engine engine, Isolation isolation) {
    server = running;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine, Isolation isolation) throws IOException {
    running = TestServer.start(engine, settings -> changed(settings, isolation), Clock.systemUTC());
    for (var name : new String[] {"posts", "slow", "once", "plain"}) {
      var made =
          running.post(
              running.adminToken(),
              "/api/collections",
              "{'name': '%s', 'label': 'x', 'schema': {'fields': [{'name': 'title'}]}}"
                  .formatted(name)
                  .replace('\'', '"'));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    var folder = Files.createDirectories(running.functionsFolder());
    Files.writeString(folder.resolve("guard.java"), HOOKS);
    assertThat(running.tinybase().functions().loader().reload().failures()).isEmpty();
  }

  private static Settings changed(Settings settings, Isolation isolation) {
    var functions = RecordCopy.with(settings.functions(), "isolation", isolation);
    var hooks = RecordCopy.with(settings.hooks(), "beforeTimeoutMs", 2_000);
    return RecordCopy.with(settings, Map.of("functions", functions, "hooks", hooks));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    running.close();
    System.clearProperty("spins");
  }

  @Test
  void a_handler_without_end_costs_its_request_and_no_other() {
    for (var title : new String[] {"sleep", "spin"}) {
      Eventually.within(Duration.ofMinutes(1), "others go on beside it", () -> goOnBeside(title));
    }
    Eventually.until("a quick one is made", () -> create("slow", "quick").status() == 201);
    assertThat(count("slow", "spin")).isZero();
  }

  /** Whether others are made before the one that does not end is given up. */
  private boolean goOnBeside(String title) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = threads.submit(() -> create("slow", title));
      boolean made =
          Stream.of("plain", "posts", "slow")
              .allMatch(collection -> create(collection, "quick").status() == 201);
      boolean beside = made && !slow.isDone();
      assertGivenUp(slow.get());
      return beside;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      endSpins();
    }
  }

  @Test
  void one_that_was_quick_a_hundred_times_and_ends_no_more_costs_one_request() throws Exception {
    for (int i = 0; i < 101; i++) {
      makeQuickOne();
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> create("once", "spin"));
      for (int i = 0; i < 10; i++) {
        assertThat(create("plain", "x").status()).isEqualTo(201);
      }
      var second = threads.submit(() -> create("once", "spin"));
      makeQuickOne();
      assertGivenUp(first.get());
      assertGivenUp(second.get());
    } finally {
      endSpins();
    }
    assertThat(count("once", "spin")).isZero();
  }

  private void makeQuickOne() {
    Eventually.until("a quick one is made", () -> create("once", "quick").status() == 201);
  }

  private static void assertGivenUp(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(500);
    assertThat(reply.json().get("code").stringValue()).isEqualTo("hook_failed");
  }

  /** What the server has given up on would take a core from the tests after this one. */
  private static void endSpins() {
    System.setProperty("spins", "ended at " + System.nanoTime());
  }

  private Reply create(String collection, String title) {
    return server.post(
        server.adminToken(),
        records(collection),
        "{\"data\": {\"title\": \"%s\"}}".formatted(title));
  }

  private int count(String collection, String title) {
    var path = records(collection) + "?limit=0&filter[title]=" + title;
    return server.get(server.adminToken(), path).json().get("total").intValue();
  }

  private static String records(String collection) {
    return "/api/collections/" + collection + "/records";
  }
}
