package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallTable.Entry;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.testing.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The writer with a store that can be broken or slow. */
class CallWriterTest {
  private final ConcurrentLinkedQueue<Entry> stored = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean away;
  private volatile boolean broken;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean blocked;
  private volatile boolean inTransaction;
  private volatile boolean failed;
  private volatile boolean waits;
  private final CallWriter writer = new CallWriter(this::store, () -> inTransaction);

  @AfterEach
  void close() {
    away = false;
    gate.countDown();
    writer.close();
  }

  @Test
  void what_cannot_be_written_waits_until_it_can() {
    away = true;
    for (int i = 0; i < 100; i++) {
      writer.keep(line("x"));
    }
    writer.flush();
    assertThat(stored).isEmpty();
    away = false;
    Eventually.until("all are written", () -> stored.size() == 100);
    assertThat(writer.lost()).isZero();
  }

  @Test
  void memory_is_bounded_and_what_is_lost_is_counted() {
    away = true;
    writer.keep(line("first"));
    Eventually.until("the writer has noticed", this::hasFailed);
    int all = CallWriter.MOST + 3 * CallWriter.BATCH;
    for (int i = 1; i < all; i++) {
      writer.keep(line("x"));
    }
    assertThat(writer.waiting()).isLessThanOrEqualTo(CallWriter.MOST);
    assertThat(writer.lost()).isPositive();
    away = false;
    Eventually.until("the rest is written", () -> stored.size() + writer.lost() == all);
  }

  @Test
  void large_entries_fill_the_backlog_sooner() {
    away = true;
    writer.keep(line("first"));
    Eventually.until("the writer has noticed", this::hasFailed);
    var megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      writer.keep(line(megabyte));
    }
    assertThat(writer.waiting()).isLessThan(40);
  }

  @Test
  void who_brings_more_than_the_writer_takes_writes_it() {
    blocked = true;
    writer.keep(line("first"));
    Eventually.until("the writer is at it", () -> waits);
    int kept = 1;
    while (writer.waiting() < CallWriter.MOST) {
      writer.keep(line("x"));
      kept++;
    }
    assertThat(stored).isEmpty();
    writer.keep(line("here"));
    assertThat(stored).hasSize(1);
    gate.countDown();
    int all = kept + 1;
    Eventually.until("all are written", () -> stored.size() == all);
    assertThat(writer.lost()).isZero();
  }

  @Test
  void a_thread_in_a_transaction_never_waits_and_never_writes() {
    blocked = true;
    inTransaction = true;
    for (int i = 0; i < CallWriter.MOST + 1000; i++) {
      writer.keep(line("x"));
    }
    assertThat(stored).isEmpty();
    inTransaction = false;
    blocked = false;
    gate.countDown();
    writer.flush();
    assertThat(stored).hasSize(CallWriter.MOST + 1000);
    assertThat(writer.lost()).isZero();
  }

  @Test
  void an_error_loses_what_it_was_about_and_nothing_else() {
    broken = true;
    writer.keep(line("lost"));
    Eventually.until("it is lost", () -> writer.lost() == 1);
    broken = false;
    writer.keep(line("x"));
    Eventually.until("the next is written", () -> stored.size() == 1);
  }

  @Test
  void an_interrupt_neither_ends_the_thread_nor_its_pauses() {
    away = true;
    writer.keep(line("first"));
    Eventually.until("the writer has noticed", this::hasFailed);
    interrupt();
    int before = attempts.get();
    Eventually.until("it tries again", () -> attempts.get() > before + 2);
    assertThat(attempts.get()).isLessThan(before + 20);
    away = false;
    Eventually.until("it is written", () -> stored.size() == 1);
    interrupt();
    writer.keep(line("next"));
    Eventually.until("the next is written", () -> stored.size() == 2);
    assertThat(writer.lost()).isZero();
  }

  private static void interrupt() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("call-log"))
        .forEach(Thread::interrupt);
  }

  @Test
  void a_close_waits_for_the_rest() {
    writer.keep(line("x"));
    writer.close();
    assertThat(stored).hasSize(1);
  }

  @Test
  void a_close_while_the_database_is_away_ends_and_counts_what_is_lost() {
    away = true;
    writer.keep(line("x"));
    writer.close();
    assertThat(writer.lost()).isEqualTo(1);
  }

  private boolean hasFailed() {
    return failed;
  }

  private void store(List<Entry> batch) {
    if (blocked && Thread.currentThread().getName().equals("call-log")) {
      waits = true;
      await();
    }
    attempts.incrementAndGet();
    if (broken) {
      throw new NoClassDefFoundError("meant to fail");
    }
    if (away) {
      failed = true;
      throw Problem.unavailable("database_unavailable", "The database is away", 1);
    }
    stored.addAll(batch);
  }

  private void await() {
    try {
      assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Entry line(String message) {
    return new CallTable.Line(new UUID(1, 1), "f", new LogLine(Instant.EPOCH, Level.INFO, message));
  }
}
