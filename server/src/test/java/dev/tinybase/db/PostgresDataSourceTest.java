package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What roles and databases may have set, and what sessions have all the same. */
class PostgresDataSourceTest {
  private static final Map<String, String> ODD =
      Map.ofEntries(
          Map.entry("extra_float_digits", "0"),
          Map.entry("timezone", "'Asia/Kolkata'"),
          Map.entry("datestyle", "'SQL, DMY'"),
          Map.entry("intervalstyle", "'iso_8601'"),
          Map.entry("bytea_output", "'escape'"),
          Map.entry("standard_conforming_strings", "off"),
          Map.entry("default_transaction_isolation", "'serializable'"),
          Map.entry("search_path", "nowhere"),
          Map.entry("synchronous_commit", "off"),
          Map.entry("client_encoding", "'latin1'"),
          Map.entry("statement_timeout", "20"),
          Map.entry("lock_timeout", "20"),
          Map.entry("idle_in_transaction_session_timeout", "100"));

  private final String url = Engine.POSTGRES.migratedUrl();
  private final Database before = Engine.open(url);

  @AfterEach
  void close() {
    before.close();
  }

  @Test
  void what_a_database_has_set_changes_nothing() {
    var name = before.<String>read(sql -> text(sql, "select current_database()"));
    set("alter database " + name);
    try (var database = Engine.open(url)) {
      assertUsual(database);
    }
  }

  @Test
  void what_a_role_has_set_changes_nothing() {
    before.write(sql -> {
      sql.execute("drop role if exists odd");
      sql.execute("create role odd login superuser");
      return true;
    });
    set("alter role odd");
    try (var database = Engine.open(url.replace("postgres@", "odd@"))) {
      assertUsual(database);
    }
  }

  private void set(String what) {
    ODD.forEach((name, value) ->
        before.write(sql -> {
          sql.execute(what + " set " + name + " = " + value);
          return true;
        }));
  }

  private static void assertUsual(Database database) {
    var moment = Instant.parse("2026-11-26T19:20:21.123456Z");
    for (var works :
        List.<java.util.function.Function<Database.Work<List<String>>, List<String>>>of(
            database::read, database::write, database::snapshot)) {
      var found =
          works.apply(sql ->
              List.of(
                  text(sql, "select cast(0.1 as float8) + cast(0.2 as float8)"),
                  text(sql, "select now() - now()"),
                  text(sql, "select cast('2026-11-26' as date)"),
                  text(sql, "select decode('ff00', 'hex')"),
                  text(sql, "select '\\n'"),
                  text(sql, "select current_setting('timezone')"),
                  text(sql, "select current_setting('synchronous_commit')"),
                  text(sql, "select current_setting('statement_timeout')"),
                  text(sql, "select current_setting('lock_timeout')"),
                  text(sql, "select current_setting('client_encoding')"),
                  text(sql, "select current_schema()"),
                  text(sql, "select 'ä€'")));
      assertThat(found)
          .containsExactly(
              "0.30000000000000004",
              "00:00:00",
              "2026-11-26",
              "\\xff00",
              "\\n",
              "UTC",
              "on",
              "30s",
              "5s",
              "UTF8",
              "public",
              "ä€");
    }
    var isolation =
        database.<String>write(sql -> text(sql, "select current_setting('transaction_isolation')"));
    assertThat(isolation).isEqualTo("read committed");
    assertThat(database.<Long>read(sql -> sql.number("select count(*) from _meta"))).isPositive();
    database.write(sql -> {
      sql.execute("create table moments (at timestamptz)");
      return sql.update("insert into moments values (?)", moment);
    });
    var column = database.dialect().select(ColumnType.TIMESTAMP, "at");
    assertThat(
            database.<List<Instant>>read(
                sql -> sql.list("select " + column + " from moments", row -> row.instant(1))))
        .containsExactly(moment);
  }

  @Test
  void a_schema_of_its_own_is_kept() {
    before.write(sql -> {
      sql.execute("create schema app");
      return true;
    });
    try (var database = Engine.open(url + "?currentSchema=app")) {
      assertThat(database.<String>read(sql -> text(sql, "select current_schema()")))
          .isEqualTo("app");
    }
  }

  @Test
  void a_search_path_that_names_nothing_is_told() {
    var empty = Engine.POSTGRES.freshUrl();
    try (var database = Engine.open(empty)) {
      var name = database.<String>read(sql -> text(sql, "select current_database()"));
      database.write(sql -> {
        sql.execute("alter database " + name + " set search_path = nowhere");
        return true;
      });
    }
    assertThatThrownBy(() -> Engine.open(empty))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("search_path")
        .hasMessageContaining("currentSchema");
  }

  @Test
  void statements_and_waits_for_locks_have_limits_that_are_answered_with_503() {
    try (var database = Databases.open(new Settings.Database(url, "full", 0, 100, 1, 2))) {
      assertBusy(() -> database.read(sql -> sql.number("select 1 from pg_sleep(60)")));
      assertBusy(() -> database.write(sql -> sql.number("select 1 from pg_sleep(60)")));
      before.transaction(
          Duration.ofSeconds(60),
          () -> {
            before.write(sql -> {
              sql.execute("lock table _meta in access exclusive mode");
              return true;
            });
            assertBusy(() -> database.read(sql -> sql.number("select count(*) from _meta")));
            assertBusy(
                () -> database.write(sql -> sql.update("delete from _meta where key = 'none'")));
            return true;
          });
      assertThat(
              database.<Long>write(sql -> {
                sql.liftTimeLimit();
                return sql.number("select 1 from pg_sleep(3)");
              }))
          .isEqualTo(1);
      assertBusy(() -> database.write(sql -> sql.number("select 1 from pg_sleep(60)")));
    }
  }

  private static void assertBusy(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              assertThat(problem.code()).isEqualTo("database_busy");
            });
  }

  private static String text(Sql sql, String query) {
    return sql.first(query, row -> row.text(1)).orElseThrow();
  }
}
