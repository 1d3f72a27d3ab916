package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MB = 1L << 20;

  private long size = 60 * MB;
  private long inUse = 60 * MB;
  private int collections;
  private final HeapWatch watch =
      new HeapWatch(
          () -> size,
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

  private void grow(long bytes) {
    size += bytes;
    watch.check();
  }
}
