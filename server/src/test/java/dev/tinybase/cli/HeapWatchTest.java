package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MB = 1L << 20;

  private long size = 60 * MB;
  private long inUse = 60 * MB;
  private long used;
  private int collections;
  private final HeapWatch watch =
      new HeapWatch(
          () -> size,
          () -> used,
          () -> {
            collections++;
            size = inUse;
          });

  @Test
  void a_heap_that_grows_a_little_is_left_alone() {
    grow(HeapWatch.LEAST_GROWTH);

    assertThat(collections).isZero();
  }

  @Test
  void a_heap_is_collected_whenever_it_has_grown_enough() {
    grow(HeapWatch.LEAST_GROWTH + 1);
    grow(HeapWatch.LEAST_GROWTH);
    grow(1);

    assertThat(collections).isEqualTo(2);
    assertThat(size).isEqualTo(inUse);
  }

  @Test
  void what_is_in_use_is_not_collected_again_and_again() {
    inUse = 300 * MB;
    size = 300 * MB;
    watch.check();
    grow(0);
    grow(149 * MB);

    assertThat(collections).isEqualTo(1);
  }

  @Test
  void it_goes_on_after_a_failure_and_an_interrupt() {
    var checks = new AtomicInteger();
    var watch =
        new HeapWatch(
            () -> checks.incrementAndGet() * HeapWatch.LEAST_GROWTH * 4,
            () -> 0,
            () -> {
              throw new OutOfMemoryError("meant to fail");
            });
    try (var _ = watch.start()) {
      Eventually.until("it has failed", () -> checks.get() > 1);
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("heap-watch"))
          .forEach(Thread::interrupt);
      int before = checks.get();
      Eventually.until("it looks again", () -> checks.get() > before + 1);
    }
  }

  @Test
  void once_it_is_quiet_what_a_load_has_left_is_collected() {
    turns(10, 8 * MB);
    turns(HeapWatch.QUIET_TURNS - 1, 100_000);
    assertThat(collections).as("before it was quiet for long").isZero();
    turns(1, 100_000);
    assertThat(collections).isEqualTo(1);
    turns(3 * HeapWatch.QUIET_TURNS, 100_000);
    assertThat(collections).as("without further work").isEqualTo(1);
  }

  @Test
  void a_server_that_is_never_quiet_is_not_disturbed() {
    turns(1_000, 2 * MB);
    assertThat(collections).as("under load").isZero();
  }

  @Test
  void a_light_load_is_not_disturbed() {
    turns(10_000, 100_000);
    assertThat(collections).isZero();
  }

  private void turns(int count, long allocated) {
    for (int i = 0; i < count; i++) {
      used = used > 50 * MB ? 0 : used + allocated;
      watch.check();
    }
  }

  private void grow(long bytes) {
    size += bytes;
    watch.check();
  }
}
