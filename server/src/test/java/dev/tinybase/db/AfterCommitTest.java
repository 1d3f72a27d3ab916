package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class AfterCommitTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Engine engine;
  private final Database database;
  private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

  AfterCommitTest(Engine engine) {
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
  void it_runs_on_the_caller_s_thread_when_everybody_sees_the_write() {
    var caller = Thread.currentThread();
    database.write(sql -> {
      sql.afterCommit(() -> {
        assertThat(Thread.currentThread()).isSameAs(caller);
        done.add("rows " + seenByAnother());
      });
      done.add("work");
      return add(sql, 1);
    });
    assertThat(done).containsExactly("work", "rows 1");
  }

  @Test
  void each_work_of_a_group_has_its_own_and_one_that_failed_has_none() {
    int failing = 7;
    var ran = new AtomicInteger[20];
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    threads.add(
        Thread.ofVirtual()
            .start(() ->
                database.write(sql -> {
                  entered.countDown();
                  return await(go);
                })));
    await(entered);
    for (int i = 0; i < ran.length; i++) {
      int number = i;
      var runs = new AtomicInteger();
      ran[i] = runs;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> write(number, number == failing, () -> done.add("done " + number), runs)));
    }
    if (engine == Engine.SQLITE) {
      Eventually.until("all wait", () -> database.status().waitingWrites() == ran.length);
    }
    go.countDown();
    threads.forEach(AfterCommitTest::join);
    var expected = new ArrayList<String>();
    for (int i = 0; i < ran.length; i++) {
      if (i != failing) {
        expected.add("done " + i);
      }
    }
    assertThat(done).containsExactlyInAnyOrderElementsOf(expected);
    if (engine == Engine.SQLITE) {
      assertThat(ran[failing].get()).as("the group ran again").isEqualTo(2);
    }
  }

  private void write(int number, boolean fails, Runnable action, AtomicInteger runs) {
    try {
      database.write(sql -> {
        runs.incrementAndGet();
        add(sql, number);
        sql.afterCommit(action);
        if (fails) {
          throw Problem.conflict("no", "No.");
        }
        return true;
      });
    } catch (Problem e) {
      assertThat(fails).isTrue();
    }
  }

  @Test
  void a_part_that_is_undone_drops_its_own() {
    database.write(sql -> {
      sql.afterCommit(() -> done.add("first"));
      assertThatThrownBy(() ->
              sql.nested(inner -> {
                inner.afterCommit(() -> done.add("never"));
                throw Problem.conflict("no", "No.");
              }))
          .hasMessage("No.");
      sql.nested(inner -> {
        inner.afterCommit(() -> done.add("second"));
        return true;
      });
      return true;
    });
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void a_work_that_runs_again_names_them_anew() {
    if (engine == Engine.SQLITE) {
      return; // its works run again in groups only, which is tested above
    }
    var attempts = new AtomicInteger();
    database.write(sql -> {
      int attempt = attempts.incrementAndGet();
      sql.afterCommit(() -> done.add("attempt " + attempt));
      if (attempt < 3) {
        throw new TransientFailure(Problem.unavailable("busy", "Busy.", 1), new Exception());
      }
      return true;
    });
    assertThat(done).containsExactly("attempt 3");
  }

  @Test
  void in_a_transaction_it_waits_for_the_end_of_the_outermost() {
    database.transaction(
        LONG,
        () -> {
          write(1, false, () -> done.add("one " + seenByAnother()), new AtomicInteger());
          write(2, true, () -> done.add("never"), new AtomicInteger());
          assertThatThrownBy(() ->
                  database.transaction(
                      LONG,
                      () -> {
                        write(3, false, () -> done.add("never"), new AtomicInteger());
                        throw new IllegalStateException("undone");
                      }))
              .hasMessage("undone");
          database.transaction(
              LONG,
              () -> {
                write(4, false, () -> done.add("four"), new AtomicInteger());
                return true;
              });
          done.add("end");
          return true;
        });
    assertThat(done).containsExactly("end", "one 2", "four");
  }

  @Test
  void a_transaction_that_is_undone_has_none() {
    assertThatThrownBy(() ->
            database.transaction(
                LONG,
                () -> {
                  write(1, false, () -> done.add("never"), new AtomicInteger());
                  throw new IllegalStateException("undone");
                }))
        .hasMessage("undone");
    write(2, false, () -> done.add("next"), new AtomicInteger());
    assertThat(done).containsExactly("next");
  }

  @Test
  void one_that_fails_harms_neither_the_write_nor_the_next() {
    int rows =
        database.write(sql -> {
          sql.afterCommit(() -> {
            throw new IllegalStateException("meant to fail");
          });
          sql.afterCommit(() -> done.add("next"));
          return add(sql, 1);
        });
    assertThat(rows).isEqualTo(1);
    assertThat(done).containsExactly("next");
  }

  @Test
  void one_that_is_slow_holds_up_nobody_else() {
    var reached = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        Thread.ofVirtual()
            .start(() ->
                database.write(sql -> {
                  sql.afterCommit(() -> {
                    reached.countDown();
                    await(go);
                  });
                  return add(sql, 1);
                }));
    await(reached);
    write(2, false, () -> done.add("other"), new AtomicInteger());
    assertThat(done).containsExactly("other");
    go.countDown();
    join(slow);
  }

  @Test
  void it_may_use_the_database() {
    database.write(sql -> {
      sql.afterCommit(() -> database.write(inner -> add(inner, 2)));
      return add(sql, 1);
    });
    assertThat(seenByAnother()).isEqualTo(2);
  }

  @Test
  void the_same_twice_in_a_row_counts_once() {
    Runnable action = () -> done.add("once");
    database.write(sql -> {
      sql.afterCommit(action);
      sql.afterCommit(action);
      return true;
    });
    assertThat(done).containsExactly("once");
  }

  @Test
  void what_only_reads_has_none() {
    assertThatThrownBy(() ->
            database.read(sql -> {
              sql.afterCommit(() -> done.add("never"));
              return true;
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  private long seenByAnother() {
    var seen = new ConcurrentLinkedQueue<Long>();
    join(
        Thread.ofVirtual()
            .start(() ->
                seen.add(database.<Long>read(sql -> sql.number("select count(*) from notes")))));
    return List.copyOf(seen).getFirst();
  }

  private static int add(Sql sql, int number) {
    return sql.update("insert into notes (number) values (?)", number);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, java.util.concurrent.TimeUnit.SECONDS);
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
