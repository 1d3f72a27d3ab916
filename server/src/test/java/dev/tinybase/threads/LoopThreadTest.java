package dev.tinybase.threads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Launch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopThreadTest {
  private final AtomicInteger turns = new AtomicInteger();

  /** Ends in the one way in which a loop cannot go on. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) throws InterruptedException {
      var _ =
          LoopThread.start(
              "doomed",
              () -> {
                throw new LoopThread.CannotGoOn(
                    "the port is gone", new IllegalStateException("why"));
              });
      new CountDownLatch(1).await();
    }
  }

  @Test
  void survives_whatever_a_step_throws_and_tells_each_kind_once() {
    var told = new Told();
    var failures =
        List.of(
            new IllegalStateException("a"),
            new OutOfMemoryError("b"),
            new StackOverflowError("c"),
            new IOException("d"),
            new NoClassDefFoundError("e"));
    try (var _ =
        LoopThread.start(
            "tried",
            () -> {
              int turn = turns.getAndIncrement();
              if (turn < 10) {
                throw sneaky(failures.get(turn / 2));
              }
              TimeUnit.MILLISECONDS.sleep(1);
            })) {
      Eventually.until("it goes on", () -> turns.get() > 20);
    } finally {
      told.end();
    }
    assertThat(told.kinds)
        .containsExactly(
            "IllegalStateException",
            "OutOfMemoryError",
            "StackOverflowError",
            "IOException",
            "NoClassDefFoundError");
  }

  private static Exception sneaky(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (Exception) failure;
  }

  @Test
  void an_interrupt_that_nobody_meant_ends_nothing() {
    var runs = new ArrayList<Thread>();
    var threads = Collections.synchronizedList(runs);
    try (var _ =
        LoopThread.start(
            "interrupted",
            () -> {
              threads.add(Thread.currentThread());
              TimeUnit.SECONDS.sleep(100);
            })) {
      for (int i = 1; i < 10; i++) {
        int turn = i;
        Eventually.until("a turn", () -> threads.size() >= turn);
        threads.getFirst().interrupt();
      }
    }
    assertThat(threads.getFirst().isAlive()).isFalse();
  }

  @Test
  void its_last_work_is_done_once_and_then_it_is_over() {
    var last = new AtomicInteger();
    var loop =
        LoopThread.start("ending", () -> TimeUnit.SECONDS.sleep(100), () -> last.incrementAndGet());
    loop.close();
    loop.join();
    assertThat(last).hasValue(1);
  }

  @Test
  void what_cannot_go_on_is_told_and_takes_no_further_turn() {
    var sentences = Collections.synchronizedList(new ArrayList<String>());
    var loop =
        LoopThread.start(
            "stopped",
            () -> {
              turns.incrementAndGet();
              throw new LoopThread.CannotGoOn("the port is gone", new IllegalStateException("why"));
            },
            () -> {},
            sentences::add);
    loop.join();
    assertThat(sentences).containsExactly("the port is gone");
    assertThat(turns).hasValue(1);
  }

  @Test
  void a_process_that_cannot_go_on_ends_with_a_sentence_and_an_exit_code() throws Exception {
    var process =
        new ProcessBuilder(Launch.command(Doomed.class)).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output).contains("TinyBase ends: the port is gone");
  }

  /** The kinds of failures that were logged. */
  private static final class Told extends Handler {
    private final Logger logger = Logger.getLogger(LoopThread.class.getName());
    private final List<String> kinds = Collections.synchronizedList(new ArrayList<>());

    Told() {
      logger.addHandler(this);
    }

    void end() {
      logger.removeHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
      if (event.getThrown() != null) {
        kinds.add(event.getThrown().getClass().getSimpleName());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
