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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
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
            "NoClassDefFoundError",
            "tried works again");
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
  void an_interrupt_ends_one_wait_of_a_step_that_parks_and_no_other() {
    var thread = new AtomicReference<Thread>();
    try (var _ =
        LoopThread.start(
            "parking",
            () -> {
              thread.set(Thread.currentThread());
              turns.incrementAndGet();
              LockSupport.park();
            })) {
      Eventually.until("it waits", () -> thread.get() != null && isParked(thread.get()));
      int before = turns.get();
      thread.get().interrupt();
      Eventually.until("a turn", () -> turns.get() > before && isParked(thread.get()));
      assertThat(turns.get()).isLessThan(before + 10);
    }
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  @Test
  void the_end_of_a_failure_is_told_once_too() {
    var told = new Told();
    try (var _ =
        LoopThread.start(
            "recovering",
            () -> {
              if (turns.incrementAndGet() < 4) {
                throw new IllegalStateException("meant to fail");
              }
              TimeUnit.MILLISECONDS.sleep(1);
            })) {
      Eventually.until("it works", () -> turns.get() > 10);
    } finally {
      told.end();
    }
    assertThat(told.kinds).containsExactly("IllegalStateException", "recovering works again");
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

  /** The kinds of failures that were logged, and the sentences between them. */
  private static final class Told extends Handler {
    private final Logger logger = Logger.getLogger(LoopThread.class.getName());
    private final List<String> kinds = Collections.synchronizedList(new ArrayList<>());

    Told() {
      logger.addHandler(this);
      logger.setLevel(Level.INFO); // whatever other tests have set above it
    }

    void end() {
      logger.removeHandler(this);
      logger.setLevel(null);
    }

    @Override
    public void publish(LogRecord event) {
      if (event.getThrown() != null) {
        kinds.add(event.getThrown().getClass().getSimpleName());
      } else {
        kinds.add(new SimpleFormatter().formatMessage(event));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
