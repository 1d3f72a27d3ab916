package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class DatabaseTest {
  private final Database database;

  DatabaseTest(Engine engine) {
    database = engine.fresh();
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
  void what_was_written_is_read() {
    assertThat(add(1, "one")).isEqualTo(1);
    assertThat(titles()).containsExactly("one");
    var first =
        database.read(
            sql -> sql.first("select title from notes where number = ?", row -> row.text(1), 1));
    assertThat(first).contains("one");
    var none =
        database.read(
            sql -> sql.first("select title from notes where number = ?", row -> row.text(1), 2));
    assertThat(none).isEmpty();
  }

  @Test
  void what_a_work_throws_undoes_all_of_it() {
    assertThatThrownBy(() ->
            database.write(sql -> {
              sql.update("insert into notes values (1, 'one')");
              throw Problem.conflict("no", "No.");
            }))
        .isInstanceOf(Problem.class)
        .hasMessage("No.");
    assertThatThrownBy(() ->
            database.write(sql -> {
              sql.update("insert into notes values (2, 'two')");
              throw new AssertionError("an error");
            }))
        .isInstanceOf(AssertionError.class);
    assertThat(titles()).isEmpty();
  }

  @Test
  void a_nested_part_fails_alone() {
    database.write(sql -> {
      sql.update("insert into notes values (1, 'one')");
      assertThatThrownBy(
              () -> sql.nested(inner -> inner.update("insert into notes values (2, 'one')")))
          .isInstanceOf(ConstraintViolation.class);
      sql.nested(
          inner -> inner.nested(most -> most.update("insert into notes values (3, 'three')")));
      return sql.update("insert into notes values (4, 'four')");
    });
    assertThat(titles()).containsExactly("one", "three", "four");
  }

  @Test
  void a_snapshot_does_not_see_later_writes() {
    add(1, "one");
    database.snapshot(sql -> {
      assertThat(sql.number("select count(*) from notes")).isEqualTo(1);
      var writer = Thread.ofVirtual().start(() -> add(2, "two"));
      join(writer);
      assertThat(sql.number("select count(*) from notes")).isEqualTo(1);
      return true;
    });
    assertThat(titles()).containsExactly("one", "two");
  }

  @Test
  void a_read_sees_what_was_committed_between_its_statements() {
    database.read(sql -> {
      assertThat(sql.number("select count(*) from notes")).isZero();
      join(Thread.ofVirtual().start(() -> add(1, "one")));
      assertThat(sql.number("select count(*) from notes")).isEqualTo(1);
      return true;
    });
  }

  @Test
  void a_statement_may_run_inside_itself() {
    add(1, "one");
    add(2, "two");
    var pairs = new ArrayList<String>();
    var select = "select title from notes where number >= ? order by number";
    database.read(sql -> {
      sql.each(
          select,
          outer -> sql.each(select, inner -> pairs.add(outer.text(1) + inner.text(1)), 1),
          1);
      return true;
    });
    assertThat(pairs).containsExactly("oneone", "onetwo", "twoone", "twotwo");
    assertThat(titles()).containsExactly("one", "two");
  }

  @Test
  void a_read_inside_a_read_needs_no_second_connection() {
    add(1, "one");
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4 * database.status().readersTotal(); i++) {
      threads.add(Thread.ofVirtual().start(() -> database.read(_ -> database.read(_ -> titles()))));
    }
    threads.forEach(DatabaseTest::join);
    assertThat(database.status().readersBusy()).isZero();
  }

  @Test
  void the_database_is_not_used_within_a_write() {
    assertThatThrownBy(() -> database.write(_ -> add(1, "one")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not call the database again");
    assertThatThrownBy(() -> database.write(_ -> titles()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> database.read(_ -> add(1, "one")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a write inside a read");
    assertThatThrownBy(() -> database.read(_ -> database.snapshot(_ -> 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_missing_table_or_column_is_a_changed_schema() {
    assertThatThrownBy(() -> database.read(sql -> sql.number("select 1 from nowhere")))
        .isInstanceOf(SchemaChanged.class);
    assertThatThrownBy(() -> database.read(sql -> sql.number("select missing from notes")))
        .isInstanceOf(SchemaChanged.class);
    assertThatThrownBy(
            () -> database.write(sql -> sql.update("insert into notes (missing) values (1)")))
        .isInstanceOf(SchemaChanged.class);
    assertThatThrownBy(() ->
            database.write(sql -> {
              sql.execute("alter table nowhere add column c text");
              return true;
            }))
        .isInstanceOf(SchemaChanged.class);
  }

  @Test
  void many_threads_lose_nothing() {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().start(() -> add(number, "title " + number)));
    }
    threads.forEach(DatabaseTest::join);
    assertThat(titles()).hasSize(200);
    var status = database.status();
    assertThat(status.writes()).isGreaterThanOrEqualTo(201);
    assertThat(status.commits()).isLessThanOrEqualTo(status.writes());
    assertThat(status.writable()).isTrue();
    assertThat(status.waitingWrites()).isZero();
  }

  @Test
  void a_closed_database_refuses_work() {
    database.close();
    assertThatThrownBy(this::titles).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> add(1, "one")).isInstanceOf(Problem.class);
  }

  private int add(int number, String title) {
    return database.write(
        sql -> sql.update("insert into notes (number, title) values (?, ?)", number, title));
  }

  private List<String> titles() {
    return database.read(
        sql -> sql.list("select title from notes order by number", row -> row.text(1)));
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(java.time.Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
