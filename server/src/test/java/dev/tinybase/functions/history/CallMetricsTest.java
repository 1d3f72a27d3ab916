package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tinybase.functions.history.CallMetrics.Figures;
import dev.tinybase.functions.history.CallMetrics.Period;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class CallMetricsTest {
  private final HistoryWorld world;
  private final CallMetrics metrics;

  CallMetricsTest(Engine engine) {
    world = new HistoryWorld(engine);
    metrics = world.history.metrics();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void percentiles_are_those_of_a_plain_computation() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int size : List.of(1, 2, 3, 19, 20, 21, 100, 333)) {
      var durations = new ArrayList<Long>();
      for (int i = 0; i < size; i++) {
        long micros = random.nextInt(1, 50); // many of the same length
        durations.add(micros);
        world.history.finished(world.succeeded("f" + size, micros));
      }
      var figures = of("f" + size);
      durations.sort(null);
      assertThat(figures.total()).as("seed %d size %d", seed, size).isEqualTo(size);
      assertThat(figures.p50Micros()).as("seed %d", seed).isEqualTo(place(durations, 0.50));
      assertThat(figures.p95Micros()).as("seed %d", seed).isEqualTo(place(durations, 0.95));
      assertThat(figures.averageMicros())
          .isCloseTo(
              durations.stream().mapToLong(Long::longValue).average().orElseThrow(), within(1e-9));
    }
  }

  private static long place(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  @Test
  void calls_that_run_are_no_failures_and_have_no_duration() {
    world.history.finished(world.succeeded("f", 2000));
    world.history.finished(world.failed("f", "Oops"));
    var failed = world.clock.instant();
    world.advance(Duration.ofMinutes(1));
    var last = world.clock.instant();
    world.keep(world.running("f"));
    world.keep(world.running("g"));
    var figures = of("f");
    assertThat(figures).isEqualTo(new Figures("f", 3, 1, 1, 1, 1500, 1000, 2000, last, failed));
    assertThat(figures.errorRate()).isEqualTo(0.5);
    assertThat(of("g")).isEqualTo(new Figures("g", 1, 0, 0, 1, 0, 0, 0, last, null));
    assertThat(of("g").errorRate()).isZero();
  }

  @Test
  void only_the_calls_of_the_time_count() {
    world.history.finished(world.succeeded("old", 1));
    world.advance(Duration.ofHours(2));
    world.history.finished(world.succeeded("new", 1));
    assertThat(metrics.last(1)).extracting(Figures::functionName).containsExactly("new");
    assertThat(metrics.last(3)).extracting(Figures::functionName).containsExactly("new", "old");
  }

  @Test
  void figures_over_time_are_those_of_each_hour_or_day() {
    world.history.finished(world.call("f", Status.SUCCEEDED, 100, null)); // 22:18
    world.advance(Duration.ofMinutes(50)); // 23:08
    var last = world.clock.instant();
    world.history.finished(world.call("f", Status.SUCCEEDED, 300, null));
    world.advance(Duration.ofHours(1)); // 00:08 of the next day
    world.history.finished(world.call("e", Status.SUCCEEDED, 500, null));
    world.history.finished(world.call("f", Status.SUCCEEDED, 700, null));
    var hours = metrics.last(24, Period.HOUR);
    assertThat(hours)
        .extracting(bucket -> bucket.start().toString() + " " + bucket.figures().functionName())
        .containsExactly(
            "2026-11-22T22:00:00Z f",
            "2026-11-22T23:00:00Z f",
            "2026-11-23T00:00:00Z e",
            "2026-11-23T00:00:00Z f");
    var days = metrics.last(24, Period.DAY);
    assertThat(days.getFirst().start()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
    assertThat(days.getFirst().figures())
        .isEqualTo(new Figures("f", 2, 2, 0, 0, 200, 100, 300, last, null));
    assertThat(days).hasSize(3);
  }

  private Figures of(String function) {
    return metrics.last(24).stream()
        .filter(figures -> figures.functionName().equals(function))
        .findFirst()
        .orElseThrow();
  }
}
