package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class TransactionTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final String url;
  private final Database database;

  TransactionTest(Engine engine) {
    url = engine.migratedUrl();
    database = Engine.open(url);
    database.write(sql -> {
      sql.execute("create table notes (number integer primary key, title text not null)");
      sql.execute("create unique index notes_title on notes (title)");
      return true;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void all_of_it_is_kept() {
    long commits = database.status().commits();
    int made = database.transaction(LONG, () -> add(1, "one") + add(2, "two"));
    assertThat(made).isEqualTo(2);
    assertThat(titles()).containsExactly("one", "two");
    assertThat(database.status().commits() - commits).isEqualTo(1);
  }

  @Test
  void what_it_throws_undoes_all_of_it_and_comes_out_as_it_was() {
    var thrown =
        List.of(
            new IOException("checked"),
            new IllegalStateException("unchecked"),
            new AssertionError("an error"),
            new StackOverflowError("deep"),
            Problem.conflict("no", "No."));
    for (var failure : thrown) {
      assertThatThrownBy(() ->
              database.transaction(
                  LONG,
                  () -> {
                    add(1, "one");
                    add(2, "two");
                    throw raise(failure);
                  }))
          .isSameAs(failure);
      assertThat(titles()).isEmpty();
    }
    add(1, "after");
    assertThat(titles()).containsExactly("after");
  }

  @Test
  void it_reads_what_it_wrote_and_others_do_not() {
    database.transaction(
        LONG,
        () -> {
          add(1, "one");
          assertThat(titles()).containsExactly("one");
          assertThat(database.<Long>snapshot(sql -> sql.number("select count(*) from notes")))
              .isEqualTo(1);
          assertThat(database.<List<String>>read(_ -> titles())).containsExactly("one");
          join(Thread.ofVirtual().start(() -> assertThat(titles()).isEmpty()));
          return true;
        });
    assertThat(titles()).containsExactly("one");
  }

  @Test
  void a_write_that_fails_is_undone_alone() {
    database.transaction(
        LONG,
        () -> {
          add(1, "one");
          assertThatThrownBy(() ->
                  database.write(sql -> {
                    sql.update("insert into notes values (2, 'two')");
                    return sql.update("insert into notes values (3, 'one')");
                  }))
              .isInstanceOfSatisfying(
                  ConstraintViolation.class,
                  e -> assertThat(e.kind()).isEqualTo(ConstraintViolation.Kind.UNIQUE));
          assertThatThrownBy(() -> database.read(sql -> sql.number("select 1 from nowhere")))
              .isInstanceOf(SchemaChanged.class);
          assertThatThrownBy(() ->
                  database.write(sql -> {
                    sql.update("insert into notes values (4, 'four')");
                    throw Problem.conflict("no", "No.");
                  }))
              .hasMessage("No.");
          return add(5, "five");
        });
    assertThat(titles()).containsExactly("one", "five");
  }

  @Test
  void a_part_of_a_write_fails_alone() {
    database.transaction(
        LONG,
        () ->
            database.write(sql -> {
              sql.update("insert into notes values (1, 'one')");
              assertThatThrownBy(() ->
                      sql.nested(inner -> inner.update("insert into notes values (2, 'one')")))
                  .isInstanceOf(ConstraintViolation.class);
              return sql.nested(inner -> inner.update("insert into notes values (3, 'three')"));
            }));
    assertThat(titles()).containsExactly("one", "three");
  }

  @Test
  void a_transaction_inside_is_a_part_that_is_undone_alone() throws IOException {
    database.<Integer, IOException>transaction(
        LONG,
        () -> {
          add(1, "one");
          assertThatThrownBy(() ->
                  database.transaction(
                      LONG,
                      () -> {
                        add(2, "two");
                        database.transaction(LONG, () -> add(3, "three"));
                        throw new IOException("inner");
                      }))
              .hasMessage("inner");
          return database.transaction(LONG, () -> add(4, "four"));
        });
    assertThat(titles()).containsExactly("one", "four");
  }

  @Test
  void a_part_that_succeeded_goes_with_the_whole() {
    assertThatThrownBy(() ->
            database.transaction(
                LONG,
                () -> {
                  database.transaction(LONG, () -> add(1, "one"));
                  throw new IllegalStateException("outer");
                }))
        .hasMessage("outer");
    assertThat(titles()).isEmpty();
  }

  @Test
  void the_rules_for_works_hold_within() {
    database.transaction(
        LONG,
        () -> {
          assertThatThrownBy(() -> database.write(_ -> titles()))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> database.write(_ -> database.transaction(LONG, () -> 1)))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> database.read(_ -> add(1, "one")))
              .hasMessageContaining("a write inside a read");
          assertThatThrownBy(() -> database.read(_ -> database.snapshot(_ -> 1)))
              .isInstanceOf(IllegalStateException.class);
          return add(2, "two");
        });
    assertThat(titles()).containsExactly("two");
  }

  @Test
  void no_transaction_begins_inside_a_read_or_a_write() {
    assertThatThrownBy(() -> database.read(_ -> database.transaction(LONG, () -> 1)))
        .hasMessageContaining("a write inside a read");
    assertThatThrownBy(() -> database.write(_ -> database.transaction(LONG, () -> 1)))
        .hasMessageContaining("must not call the database again");
  }

  @Test
  void what_follows_the_commit_waits_for_it() {
    var done = new ArrayList<String>();
    after(() -> done.add("now"));
    assertThat(database.inTransaction()).isFalse();
    database.transaction(
        LONG,
        () -> {
          assertThat(database.inTransaction()).isTrue();
          database.transaction(
              LONG,
              () -> {
                return after(() -> done.add("later " + database.inTransaction()));
              });
          done.add("end");
          return 1;
        });
    assertThat(done).containsExactly("now", "end", "later false");
    assertThatThrownBy(() ->
            database.transaction(
                LONG,
                () -> {
                  after(() -> done.add("never"));
                  throw new IllegalStateException("undone");
                }))
        .hasMessage("undone");
    assertThat(done).hasSize(3);
  }

  private boolean after(Runnable action) {
    return database.write(sql -> {
      sql.afterCommit(action);
      return true;
    });
  }

  @Test
  void the_schema_may_change_in_it() {
    assertThatThrownBy(() ->
            database.transaction(
                LONG,
                () -> {
                  makeTable("lost");
                  throw new IllegalStateException("undone");
                }))
        .hasMessage("undone");
    assertThatThrownBy(() -> database.read(sql -> sql.number("select count(*) from lost")))
        .isInstanceOf(SchemaChanged.class);
    database.transaction(LONG, () -> makeTable("kept"));
    assertThat(database.<Long>read(sql -> sql.number("select count(*) from kept"))).isZero();
  }

  @Test
  void an_announcement_goes_out_with_the_commit() {
    var calls = new java.util.concurrent.Semaphore(0);
    try (var other = Engine.open(url)) {
      other.onForeignChange(Topic.ACCOUNTS, calls::release);
      dev.tinybase.testing.Eventually.until(
          "the change is heard of",
          () -> {
            database.transaction(LONG, this::announce);
            return calls.availablePermits() > 0;
          });
    }
  }

  private boolean announce() {
    return database.write(sql -> {
      sql.announce(Topic.ACCOUNTS);
      sql.update("delete from _meta where key = 'x'");
      sql.update("insert into _meta values ('x', 'x')");
      return true;
    });
  }

  @Test
  void many_threads_lose_nothing() {
    add(0, "0");
    var threads = new ArrayList<Thread>();
    for (int i = 1; i <= 60; i++) {
      int number = i;
      var builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(builder.start(() -> transferOrAdd(number)));
    }
    threads.forEach(TransactionTest::join);
    assertThat(titles()).hasSize(91);
  }

  /** Thirty add one in a write, thirty add two in a transaction. */
  private void transferOrAdd(int number) {
    if (number % 2 == 0) {
      add(number, "w" + number);
    } else {
      database.transaction(LONG, () -> add(number, "t" + number) + add(-number, "u" + number));
    }
  }

  private boolean makeTable(String name) {
    return database.write(sql -> {
      sql.execute("create table " + name + " (id integer)");
      sql.update("insert into " + name + " values (1)");
      return sql.update("delete from " + name) == 1;
    });
  }

  private int add(int number, String title) {
    return database.write(
        sql -> sql.update("insert into notes (number, title) values (?, ?)", number, title));
  }

  private List<String> titles() {
    return database.read(
        sql -> sql.list("select title from notes order by number", row -> row.text(1)));
  }

  private static Exception raise(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
