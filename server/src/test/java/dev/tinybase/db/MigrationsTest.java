package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class MigrationsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T22:18:10.5Z"), ZoneOffset.UTC);
  private static final Migration ONE =
      new Migration(1, "one", "create table one (id integer primary key); -- a; comment\n");
  private static final Migration TWO =
      new Migration(2, "two", "create table two (id integer);\ninsert into two values (1);");

  private final String url;
  private final Database database;

  MigrationsTest(Engine engine) {
    url = engine.freshUrl();
    database = Engine.open(url);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Migrations migrations(Migration... known) {
    return new Migrations(database, CLOCK, List.of(known));
  }

  @Test
  void the_programs_own_migrations_make_the_tables_of_the_system() {
    var migrations = new Migrations(database, CLOCK);
    assertThat(migrations.current()).isZero();
    assertThat(migrations.upgrade()).isNotEmpty();
    assertThat(migrations.pending()).isEmpty();
    assertThat(migrations.upgrade()).isEmpty();
    assertThat(database.<Long>read(sql -> sql.number("select count(*) from _users"))).isZero();
  }

  @Test
  void what_was_applied_is_recorded() {
    migrations(ONE).upgrade();
    assertThat(migrations(ONE, TWO).pending()).containsExactly(TWO);
    assertThat(migrations(ONE, TWO).upgrade()).containsExactly(TWO);
    var history = migrations(ONE, TWO).history();
    assertThat(history).extracting(Migrations.Applied::name).containsExactly("one", "two");
    assertThat(history.getFirst().at()).isEqualTo(CLOCK.instant());
    assertThat(migrations(ONE, TWO).current()).isEqualTo(2);
    assertThat(database.<Long>read(sql -> sql.number("select count(*) from two"))).isEqualTo(1);
  }

  @Test
  void a_failing_migration_leaves_nothing() {
    var broken =
        new Migration(2, "two", "create table two (id integer); insert into nowhere values (1)");
    assertThatThrownBy(() -> migrations(ONE, broken).upgrade())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("002_two")
        .hasMessageContaining("nowhere");
    assertThat(migrations(ONE, TWO).current()).isEqualTo(1);
    assertThat(migrations(ONE, TWO).upgrade()).containsExactly(TWO);
  }

  @Test
  void a_changed_migration_is_refused() {
    migrations(ONE).upgrade();
    var changed = new Migration(1, "one", "create table other (id integer)");
    assertThatThrownBy(() -> migrations(changed).pending())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("001_one");
    assertThatThrownBy(() -> migrations(changed, TWO).upgrade()).isInstanceOf(Problem.class);
    var windows = new Migration(1, "one", ONE.sql().replace("\n", "\r\n"));
    assertThat(migrations(windows).pending()).isEmpty();
  }

  @Test
  void a_database_of_a_newer_program_is_refused() {
    migrations(ONE, TWO).upgrade();
    assertThatThrownBy(() -> migrations(ONE).upgrade())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("newer TinyBase")
        .hasMessageContaining("002_two");
  }

  @Test
  void several_may_upgrade_at_once() {
    try (var other = Engine.open(url)) {
      var runs = new ArrayList<CompletableFuture<Integer>>();
      for (var each : List.of(database, other, database, other)) {
        runs.add(
            CompletableFuture.supplyAsync(
                () -> new Migrations(each, CLOCK, List.of(ONE, TWO)).upgrade().size(),
                Thread::startVirtualThread));
      }
      int applied = runs.stream().mapToInt(CompletableFuture::join).sum();
      assertThat(applied).isEqualTo(2);
      assertThat(migrations(ONE, TWO).history()).hasSize(2);
    }
  }

  @Test
  void a_file_with_data_is_copied_before_an_upgrade() throws IOException {
    migrations(ONE).upgrade();
    database.write(sql -> sql.update("insert into one values (7)"));
    migrations(ONE, TWO).upgrade();
    if (!(database instanceof SqliteDatabase sqlite)) {
      return; // a server's administrator makes the copies there
    }
    var file = sqlite.file();
    assertThat(file.resolveSibling(file.getFileName() + ".before-001")).doesNotExist();
    var copy = file.resolveSibling(file.getFileName() + ".before-002");
    try (var before = Engine.open("sqlite:///" + copy)) {
      assertThat(before.<Long>read(sql -> sql.number("select id from one"))).isEqualTo(7);
      assertThatThrownBy(() -> before.read(sql -> sql.number("select 1 from two")))
          .isInstanceOf(SchemaChanged.class);
    }
  }

  @Test
  void the_next_migration_is_made_for_both_databases(@TempDir Path resources) throws IOException {
    for (var dialect : List.of("sqlite", "postgresql")) {
      var folder = Files.createDirectories(resources.resolve("db").resolve(dialect));
      Files.writeString(folder.resolve("index.txt"), "001_core.sql\n");
    }
    assertThat(Migration.make(resources, "add_things"))
        .containsExactly(
            resources.resolve("db/sqlite/002_add_things.sql"),
            resources.resolve("db/postgresql/002_add_things.sql"))
        .allSatisfy(path -> assertThat(path).isEmptyFile());
    assertThat(resources.resolve("db/sqlite/index.txt"))
        .hasContent("001_core.sql\n002_add_things.sql\n");
    assertThatThrownBy(() -> Migration.make(resources, "../x")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Migration.make(resources.resolve("no"), "x"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("resources");
  }
}
