package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The writer is held by a first work while others queue up behind it; they make one group. */
class SqliteGroupCommitTest {
  private static final int QUEUE = 50;

  private final Database database =
      Databases.open(new Settings.Database(Engine.SQLITE.freshUrl(), "full", 0, QUEUE, 5, 30));
  private final CountDownLatch gate = new CountDownLatch(1);

  SqliteGroupCommitTest() {
    database.write(sql -> {
      sql.execute("create table notes (position integer primary key, title text unique)");
      return true;
    });
  }

  @AfterEach
  void close() {
    gate.countDown();
    database.close();
  }

  @Test
  void works_that_queue_up_share_one_commit() {
    hold();
    var works = queue(40);
    long commits = database.status().commits();
    long writes = database.status().writes();
    gate.countDown();
    works.forEach(CompletableFuture::join);
    assertThat(database.status().commits() - commits).isEqualTo(2); // the holder and the group
    assertThat(database.status().writes() - writes).isEqualTo(41);
  }

  @Test
  void works_run_in_the_order_they_came() {
    hold();
    var works = queue(40);
    gate.countDown();
    works.forEach(CompletableFuture::join);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      expected.add("title " + i);
    }
    assertThat(titles()).isEqualTo(expected);
  }

  @Test
  void a_failing_work_harms_no_other_in_its_group() {
    hold();
    var before = queue(5);
    var problem =
        submit(sql -> {
          sql.update("insert into notes (title) values ('lost 1')");
          throw Problem.conflict("no", "No.");
        });
    var violation =
        submit(sql -> {
          sql.update("insert into notes (title) values ('lost 2')");
          return sql.update("insert into notes (title) values ('title 0')");
        });
    var error =
        submit(sql -> {
          sql.update("insert into notes (title) values ('lost 3')");
          throw new StackOverflowError("deep");
        });
    var after = submit(sql -> sql.update("insert into notes (title) values ('after')"));
    Eventually.until("all wait", () -> database.status().waitingWrites() == 9);
    long commits = database.status().commits();
    gate.countDown();
    before.forEach(CompletableFuture::join);
    assertThat(after.join()).isEqualTo(1);
    assertThatThrownBy(problem::join).hasCauseInstanceOf(Problem.class);
    assertThatThrownBy(violation::join).hasCauseInstanceOf(ConstraintViolation.class);
    assertThatThrownBy(error::join).hasCauseInstanceOf(StackOverflowError.class);
    assertThat(database.status().commits() - commits).isEqualTo(2);
    assertThat(titles())
        .containsExactly("title 0", "title 1", "title 2", "title 3", "title 4", "after");
  }

  @Test
  void a_failing_work_that_changed_nothing_makes_no_other_run_again() {
    hold();
    var runs = new AtomicInteger();
    var counted =
        submit(sql -> {
          runs.incrementAndGet();
          return sql.update("insert into notes (title) values ('counted')");
        });
    var absent =
        submit(sql -> {
          assertThat(sql.update("update notes set title = 'x' where title = 'absent'")).isZero();
          throw Problem.notFound("no_note", "There is no such note.");
        });
    var violation =
        submit(sql -> sql.update("insert into notes (title) values ('new'), ('counted')"));
    gate.countDown();
    assertThat(counted.join()).isEqualTo(1);
    assertThatThrownBy(absent::join).hasCauseInstanceOf(Problem.class);
    assertThatThrownBy(violation::join).hasCauseInstanceOf(ConstraintViolation.class);
    assertThat(runs).hasValue(1);
    assertThat(titles()).containsExactly("counted");
  }

  @Test
  void a_failing_change_of_the_schema_is_undone_alone() {
    hold();
    var before = queue(3);
    var schema =
        submit(sql -> {
          sql.execute("create table half (id integer)");
          throw Problem.conflict("no", "No.");
        });
    gate.countDown();
    before.forEach(CompletableFuture::join);
    assertThatThrownBy(schema::join).hasCauseInstanceOf(Problem.class);
    assertThat(titles()).hasSize(3);
    assertThatThrownBy(() -> database.read(sql -> sql.number("select count(*) from half")))
        .isInstanceOf(SchemaChanged.class);
  }

  @Test
  void a_full_queue_answers_503_with_retry_after() {
    hold();
    var works = queue(QUEUE);
    assertThat(database.status().waitingWrites()).isEqualTo(QUEUE);
    assertThatThrownBy(() -> database.write(sql -> sql.update("delete from notes")))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              assertThat(problem.code()).isEqualTo("overloaded");
              assertThat(problem.headers()).containsEntry("Retry-After", "1");
            });
    gate.countDown();
    works.forEach(CompletableFuture::join);
    assertThat(titles()).hasSize(QUEUE);
  }

  @Test
  void closing_runs_what_is_queued() {
    hold();
    var works = queue(20);
    var closing = CompletableFuture.runAsync(database::close, Thread::startVirtualThread);
    Eventually.until("new writes are refused", this::isRefused);
    gate.countDown();
    works.forEach(CompletableFuture::join);
    closing.join();
  }

  @Test
  void an_interrupted_caller_still_learns_the_outcome() {
    hold();
    var result = new CompletableFuture<String>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              int changed =
                  database.write(sql -> sql.update("insert into notes (title) values ('x')"));
              result.complete(changed + " " + Thread.currentThread().isInterrupted());
            });
    Eventually.until("it is queued", () -> database.status().waitingWrites() == 1);
    thread.interrupt();
    gate.countDown();
    assertThat(result.join()).isEqualTo("1 true");
  }

  private boolean isRefused() {
    try {
      database.read(sql -> sql.number("select 1"));
      return false;
    } catch (Problem e) {
      return e.code().equals("shutting_down");
    }
  }

  /** Occupies the writer until the gate opens. */
  private void hold() {
    var holding = new CountDownLatch(1);
    Thread.startVirtualThread(() ->
        database.write(_ -> {
          holding.countDown();
          await(gate);
          return 0;
        }));
    await(holding);
  }

  private List<CompletableFuture<Integer>> queue(int count) {
    var works = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < count; i++) {
      var title = "title " + i;
      works.add(submit(sql -> sql.update("insert into notes (title) values (?)", title)));
      int queued = i + 1;
      Eventually.until("queued", () -> database.status().waitingWrites() >= queued);
    }
    return works;
  }

  private CompletableFuture<Integer> submit(Database.Work<Integer> work) {
    return CompletableFuture.supplyAsync(() -> database.write(work), Thread::startVirtualThread);
  }

  private List<String> titles() {
    return database.read(
        sql -> sql.list("select title from notes order by position", row -> row.text(1)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // close() interrupts the writer's waiting for works; this wait goes on.
      await(latch);
    }
  }
}
