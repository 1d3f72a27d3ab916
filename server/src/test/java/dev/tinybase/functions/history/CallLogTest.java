package dev.tinybase.functions.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class CallLogTest {
  private final HistoryWorld world;
  private final CallLog log;

  CallLogTest(Engine engine) {
    world = new HistoryWorld(engine);
    log = world.history;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everything_of_a_call_is_kept() {
    var now = world.clock.instant();
    var call =
        new CallRecord(
            world.ids.next(),
            "place_order",
            Status.FAILED,
            Trigger.SCHEDULE,
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            "deploy",
            UUID.randomUUID(),
            HistoryWorld.HASH,
            "req-1",
            null,
            now,
            now.plusMillis(12),
            12_345,
            "OutOfStock",
            "Nothing left of 'tea'",
            "out_of_stock",
            "{\"left\":0}".getBytes(UTF_8),
            "OutOfStock: ...\n\tat place_order.java:3",
            "{\"item\":\"tea\"}".getBytes(UTF_8),
            "null".getBytes(UTF_8));
    log.finished(call);
    assertThat(log.find(call.id()).orElseThrow()).usingRecursiveComparison().isEqualTo(call);
  }

  @Test
  void a_call_is_found_while_it_runs_and_when_it_has_ended() {
    var call = world.running("slow");
    world.keep(call);
    assertThat(world.find(call.id()).status()).isEqualTo(Status.RUNNING);
    log.finished(HistoryWorld.ended(call, Status.SUCCEEDED));
    var ended = world.find(call.id());
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.durationMicros()).isEqualTo(5000);
    assertThat(world.count("_function_calls")).isEqualTo(1);
  }

  @Test
  void what_is_kept_is_written_without_anybody_asking() {
    log.finished(world.succeeded("hello", 40));
    Eventually.until("the call is written", () -> world.count("_function_calls") == 1);
  }

  @Test
  void lines_have_numbers_in_the_order_of_their_coming() {
    var call = world.succeeded("hello", 40);
    for (int i = 0; i < 60; i++) {
      log.line(call.id(), "hello", line(Level.INFO, "line " + i));
    }
    log.finished(call);
    var lines = world.history.lines().last(lines(null, null), 100);
    assertThat(lines).extracting(LogReader.Numbered::seq).isSorted().doesNotHaveDuplicates();
    assertThat(lines.getFirst().line().message()).isEqualTo("line 0");
    assertThat(lines.getLast().line()).isEqualTo(line(Level.INFO, "line 59"));
    var after = world.history.lines().after(lines.get(57).seq(), lines(null, null), 100);
    assertThat(after).isEqualTo(lines.subList(58, 60));
  }

  @Test
  void lines_are_found_by_function_level_call_and_time() {
    var first = world.succeeded("a", 1).id();
    var second = world.succeeded("b", 1).id();
    log.line(first, "a", line(Level.DEBUG, "1"));
    log.line(first, "a", line(Level.ERROR, "2"));
    world.advance(Duration.ofMinutes(1));
    log.line(second, "b", line(Level.WARNING, "3"));
    assertThat(messages(lines("a", null))).containsExactly("1", "2");
    assertThat(messages(lines(null, Level.WARNING))).containsExactly("2", "3");
    assertThat(messages(new LogReader.Filter(null, null, second, null))).containsExactly("3");
    assertThat(messages(new LogReader.Filter(null, null, null, world.clock.instant())))
        .containsExactly("3");
  }

  @Test
  void texts_that_a_database_cannot_hold_are_kept_as_far_as_it_can() {
    var call = world.failed("bad", "Nul\0Type");
    log.line(call.id(), "bad", line(Level.INFO, "a\0b \uD800 " + "x".repeat(20_000)));
    log.finished(call);
    assertThat(world.find(call.id()).errorType()).isEqualTo("Nul\uFFFDType");
    var message = messages(lines(null, null)).getFirst();
    assertThat(message).startsWith("a\uFFFDb ").endsWith("x [...]").hasSizeLessThan(9_000);
    assertThat(world.history.lost()).isZero();
  }

  @Test
  void an_entry_that_the_database_refuses_takes_no_other_with_it() {
    var good = new ArrayList<UUID>();
    for (int i = 0; i < 30; i++) {
      var call = world.succeeded("good", i);
      good.add(call.id());
      log.finished(call);
    }
    var now = world.clock.instant();
    var bad = world.succeeded("bad", 1);
    log.line(bad.id(), "bad", new LogLine(java.time.Instant.MAX, Level.INFO, "beyond all years"));
    log.line(bad.id(), "bad", new LogLine(now, Level.INFO, "fine"));
    good.forEach(id -> assertThat(log.find(id)).isPresent());
    assertThat(messages(lines("bad", null))).containsExactly("fine");
    assertThat(world.history.lost()).isEqualTo(1);
  }

  @Test
  void many_threads_and_a_close_lose_nothing() throws InterruptedException {
    int threads = 8;
    long each = 1500;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        pool.execute(() -> {
          for (long i = 0; i < each; i++) {
            var call = world.succeeded("busy", i);
            log.line(call.id(), "busy", line(Level.INFO, "x"));
            log.finished(call);
          }
        });
      }
    }
    world.history.close();
    assertThat(world.count("_function_calls")).isEqualTo(threads * each);
    assertThat(world.count("_function_logs")).isEqualTo(threads * each);
    assertThat(world.history.lost()).isZero();
  }

  @Test
  void what_comes_after_the_close_is_still_written() {
    world.history.close();
    var call = world.succeeded("late", 1);
    log.finished(call);
    assertThat(log.find(call.id())).isPresent();
  }

  private LogLine line(Level level, String message) {
    return new LogLine(world.clock.instant(), level, message);
  }

  private static LogReader.Filter lines(@Nullable String function, @Nullable Level least) {
    return new LogReader.Filter(function, least, null, null);
  }

  private List<String> messages(LogReader.Filter filter) {
    return world.history.lines().last(filter, 100).stream()
        .map(numbered -> numbered.line().message())
        .toList();
  }
}
