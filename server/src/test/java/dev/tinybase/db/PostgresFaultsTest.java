package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresFaultsTest {
  private static final String KILL_OTHERS =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid()";

  private final String url = Engine.POSTGRES.migratedUrl();
  private final Database database = Engine.open(url);

  PostgresFaultsTest() {
    database.write(sql -> {
      sql.execute("create table accounts (id integer primary key, amount integer not null)");
      return sql.update("insert into accounts values (1, 10), (2, 10)");
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_serialization_failure_runs_the_work_again() {
    var attempts = new AtomicInteger();
    database.write(sql -> {
      sql.update("update accounts set amount = amount + 1 where id = 1");
      if (attempts.incrementAndGet() < 3) {
        sql.execute("do $$ begin raise sqlstate '40001'; end $$");
      }
      return true;
    });
    assertThat(attempts).hasValue(3);
    assertThat(amount(1)).isEqualTo(11);
  }

  @Test
  void a_work_that_never_gets_through_ends_in_a_503() {
    var attempts = new AtomicInteger();
    assertThatThrownBy(() ->
            database.write(sql -> {
              attempts.incrementAndGet();
              sql.execute("do $$ begin raise sqlstate '40001'; end $$");
              return true;
            }))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("database_busy"));
    assertThat(attempts).hasValueBetween(2, 20);
  }

  @Test
  void of_two_works_in_a_deadlock_both_are_done() {
    var barrier = new CyclicBarrier(2);
    var one = CompletableFuture.runAsync(() -> transfer(1, 2, barrier), Thread::startVirtualThread);
    var two = CompletableFuture.runAsync(() -> transfer(2, 1, barrier), Thread::startVirtualThread);
    one.join();
    two.join();
    assertThat(amount(1)).isEqualTo(10);
    assertThat(amount(2)).isEqualTo(10);
  }

  @Test
  void of_two_transactions_in_a_deadlock_one_is_done() {
    var barrier = new CyclicBarrier(2);
    var outcomes =
        java.util.stream.Stream.of(1, 2)
            .map(from ->
                CompletableFuture.supplyAsync(
                    () -> outcome(() -> exchange(from, 3 - from, barrier)),
                    Thread::startVirtualThread))
            .toList();
    assertThat(outcomes.stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder("ok", "database_busy");
    assertThat(amount(1) + amount(2)).isEqualTo(20);
    assertThat(Math.abs(amount(1) - amount(2))).isEqualTo(2);
  }

  private int exchange(int from, int to, CyclicBarrier barrier) {
    return database.transaction(
        java.time.Duration.ofSeconds(30),
        () -> {
          add(from, -1);
          meet(barrier);
          return add(to, 1);
        });
  }

  @Test
  void a_connection_that_is_killed_ends_a_transaction() {
    assertThat(
            outcome(() ->
                database.transaction(
                    java.time.Duration.ofSeconds(30),
                    () -> {
                      add(1, 1);
                      kill(KILL_OTHERS);
                      assertThat(outcome(() -> add(2, 1))).isEqualTo("database_unavailable");
                      return add(2, 1);
                    })))
        .isEqualTo("database_unavailable");
    assertThat(amount(1)).isEqualTo(10);
    assertThat(amount(2)).isEqualTo(10);
  }

  private int add(int id, int amount) {
    return database.write(
        sql -> sql.update("update accounts set amount = amount + ? where id = ?", amount, id));
  }

  private static String outcome(Runnable work) {
    try {
      work.run();
      return "ok";
    } catch (Problem e) {
      return e.code();
    }
  }

  /** Both lock their first account before either asks for the second one, the first time. */
  private void transfer(int from, int to, CyclicBarrier barrier) {
    var attempts = new AtomicInteger();
    database.write(sql -> {
      sql.update("update accounts set amount = amount - 1 where id = ?", from);
      if (attempts.incrementAndGet() == 1) {
        meet(barrier);
      }
      return sql.update("update accounts set amount = amount + 1 where id = ?", to);
    });
  }

  @Test
  void a_killed_connection_is_replaced_within_a_write() {
    var attempts = new AtomicInteger();
    database.write(sql -> {
      sql.update("update accounts set amount = amount + 1 where id = 1");
      if (attempts.incrementAndGet() == 1) {
        kill(KILL_OTHERS);
      }
      return sql.update("update accounts set amount = amount + 1 where id = 2");
    });
    assertThat(attempts).hasValueGreaterThan(1);
    assertThat(amount(1)).isEqualTo(11);
    assertThat(amount(2)).isEqualTo(11);
  }

  @Test
  void killed_connections_are_replaced_for_reads() {
    for (int i = 0; i < 5; i++) {
      assertThat(amount(1)).isEqualTo(10);
      kill(KILL_OTHERS);
    }
    assertThat(amount(1)).isEqualTo(10);
  }

  @Test
  void listening_begins_again_after_its_connection_was_killed() {
    var calls = new Semaphore(0);
    database.onForeignChange(Topic.ACCOUNTS, calls::release);
    try (var other = Engine.open(url)) {
      Eventually.until("it listens", () -> heard(other, calls));
      other.read(sql -> sql.number(KILL_OTHERS));
      calls.drainPermits();
      Eventually.until("it listens again", () -> heard(other, calls));
    }
  }

  private static boolean heard(Database other, Semaphore calls) {
    other.write(sql -> {
      sql.announce(Topic.ACCOUNTS);
      return true;
    });
    return calls.availablePermits() > 0;
  }

  @Test
  void a_changed_type_does_not_break_prepared_reads() {
    for (int i = 0; i < 10; i++) {
      assertThat(amount(1)).isEqualTo(10);
    }
    database.write(sql -> {
      sql.execute("alter table accounts alter column amount type bigint");
      return true;
    });
    for (int i = 0; i < 20; i++) {
      assertThat(amount(1)).isEqualTo(10);
    }
  }

  @Test
  void a_wrong_address_is_told_without_the_password() {
    var wrong = "postgresql://me:secret@localhost:1/nowhere";
    assertThatThrownBy(() -> Engine.open(wrong))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("localhost:1/nowhere")
        .message()
        .doesNotContain("secret");
  }

  private void kill(String statement) {
    try (var other = Engine.open(url)) {
      other.read(sql -> sql.number(statement));
    }
  }

  private long amount(int id) {
    return database.read(sql -> sql.number("select amount from accounts where id = ?", id));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
