package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.GrowingLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a transaction ends that its thread does not end in time. */
@ParameterizedClass
@EnumSource(Engine.class)
class TransactionLimitTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Engine engine;
  private final Database database;

  TransactionLimitTest(Engine engine) {
    this.engine = engine;
    database = Engine.open(engine.freshUrl());
    database.write(sql -> {
      sql.execute("create table notes (number integer primary key)");
      return true;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void one_that_does_nothing_for_too_long_is_undone_and_others_go_on() throws Throwable {
    GrowingLimit.from(
        SHORT,
        limit -> {
          var begun = new CompletableFuture<Boolean>();
          var over = new CountDownLatch(1);
          var late =
              async(() ->
                  database.transaction(
                      limit,
                      () -> {
                        add(1);
                        begun.complete(true);
                        over.await();
                        assertProblem(() -> add(2), "transaction_timeout");
                        assertProblem(this::count, "transaction_timeout");
                        return true;
                      }));
          var _ = late.whenComplete((_, _) -> begun.complete(false));
          if (begun.join()) {
            add(1); // waits for the other one's end, on SQLite for the writer and else for the row
            over.countDown();
          }
          assertProblem(late::join, "transaction_timeout");
          return begun.join();
        });
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void it_cannot_commit_late() {
    assertProblem(
        () ->
            database.transaction(
                SHORT,
                () -> {
                  add(1);
                  Thread.sleep(SHORT.multipliedBy(3)); // works longer than it may
                  return true;
                }),
        "transaction_timeout");
    assertThat(count()).isZero();
    add(2);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void its_own_exception_is_worth_more_than_the_time() throws Throwable {
    GrowingLimit.from(
        SHORT,
        limit -> {
          var begun = new AtomicBoolean();
          var thrown =
              catchThrowable(() ->
                  database.transaction(
                      limit,
                      () -> {
                        add(1);
                        begun.set(true);
                        Thread.sleep(limit.multipliedBy(3));
                        throw new IOException("its own");
                      }));
          if (begun.get()) {
            assertThat(thrown).isInstanceOf(IOException.class).hasMessage("its own");
          }
          return begun.get();
        });
    assertThat(count()).isZero();
  }

  @Test
  void a_statement_that_takes_too_long_is_ended() {
    assertProblem(
        () ->
            database.transaction(
                SHORT,
                () -> {
                  add(1);
                  return slow();
                }),
        "transaction_timeout");
    assertProblem(
        () ->
            database.transaction(
                SHORT,
                () -> {
                  assertProblem(this::slow, "transaction_timeout");
                  return add(2);
                }),
        "transaction_timeout");
    assertThat(count()).isZero();
    database.transaction(LONG, () -> add(3));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void others_wait_for_it_and_go_on_after_it() {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var first =
        async(() ->
            database.transaction(
                LONG,
                () -> {
                  add(1);
                  begun.countDown();
                  gate.await();
                  return count();
                }));
    await(begun);
    var rival = async(() -> database.transaction(LONG, () -> add(1)));
    if (engine == Engine.SQLITE) {
      Eventually.until("the rival waits", () -> database.status().waitingWrites() == 1);
    }
    assertThat(count()).isZero(); // reads do not wait
    gate.countDown();
    assertThat(first.join()).isEqualTo(1);
    assertThatThrownBy(rival::join).hasCauseInstanceOf(ConstraintViolation.class);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void an_interrupt_ends_it() {
    var begun = new CountDownLatch(1);
    var outcome = new AtomicReference<Throwable>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                database.transaction(
                    LONG,
                    () -> {
                      add(1);
                      begun.countDown();
                      spinUntilInterrupted();
                      assertProblem(() -> add(2), "interrupted");
                      assertThat(Thread.interrupted()).isTrue(); // and forgets it
                      return 1;
                    });
              } catch (Throwable t) {
                outcome.set(t);
              }
            });
    await(begun);
    thread.interrupt();
    join(thread);
    assertThat(outcome.get())
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("interrupted"));
    assertThat(count()).isZero();
    add(1);
  }

  @Test
  void an_interrupt_after_the_last_statement_ends_it_too() {
    var thread =
        CompletableFuture.supplyAsync(
            () -> {
              assertProblem(
                  () ->
                      database.transaction(
                          LONG,
                          () -> {
                            add(1);
                            Thread.currentThread().interrupt();
                            return 1;
                          }),
                  "interrupted");
              return Thread.interrupted();
            },
            Thread::startVirtualThread);
    assertThat(thread.join()).isTrue();
    assertThat(count()).isZero();
  }

  @Test
  void closing_the_database_undoes_it() {
    var begun = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var open =
        async(() ->
            database.transaction(
                LONG,
                () -> {
                  add(1);
                  begun.countDown();
                  closed.await();
                  assertProblem(() -> add(2), "shutting_down");
                  return 1;
                }));
    await(begun);
    database.close();
    closed.countDown();
    assertProblem(open::join, "shutting_down");
    assertProblem(() -> database.transaction(LONG, () -> 1), "shutting_down");
  }

  private int add(int number) {
    return database.write(sql -> sql.update("insert into notes values (?)", number));
  }

  private long count() {
    return database.read(sql -> sql.number("select count(*) from notes"));
  }

  /** Takes a minute or longer. */
  private long slow() {
    var statement =
        switch (engine) {
          case SQLITE ->
              "with recursive c(x) as (select 1 union all select x + 1 from c)"
                  + " select count(*) from c";
          case POSTGRES -> "select 1 from pg_sleep(60)";
        };
    return database.read(sql -> sql.number(statement));
  }

  private static void assertProblem(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .satisfies(thrown -> {
          var failure =
              thrown instanceof java.util.concurrent.CompletionException
                  ? thrown.getCause()
                  : thrown;
          assertThat(failure)
              .isInstanceOfSatisfying(
                  Problem.class,
                  problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                    assertThat(problem.code()).isEqualTo(code);
                  });
        });
  }

  private static void spinUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static <T> CompletableFuture<T> async(Callable<T> work) {
    var future = new CompletableFuture<T>();
    Thread.startVirtualThread(() -> {
      try {
        future.complete(work.call());
      } catch (Throwable t) {
        future.completeExceptionally(t);
      }
    });
    return future;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
