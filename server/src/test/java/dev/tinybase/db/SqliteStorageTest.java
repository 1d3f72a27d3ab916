package dev.tinybase.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStorageTest {
  private static final Map<String, String> ON_EVERY_CONNECTION =
      Map.of(
          "journal_mode", "wal",
          "synchronous", "2",
          "foreign_keys", "1",
          "busy_timeout", "5000",
          "temp_store", "2",
          "mmap_size", "0",
          "trusted_schema", "0");

  private static final int READERS = 4;

  private final Path file;
  private final Database database;

  SqliteStorageTest(@TempDir Path folder) {
    file = folder.resolve("data.db");
    database = open("full");
    database.write(sql -> {
      sql.execute("create table notes (number integer primary key, body text)");
      return true;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Database open(String durability) {
    return Databases.open(
        new Settings.Database("sqlite:///" + file, durability, READERS, 1000, 5, 30));
  }

  @Test
  void the_pragmas_hold_on_the_writer() {
    ON_EVERY_CONNECTION.forEach((name, value) ->
        assertThat(database.<String>write(sql -> pragma(sql, name))).as(name).isEqualTo(value));
    assertThat(database.<String>write(sql -> pragma(sql, "query_only"))).isEqualTo("0");
  }

  @Test
  void the_pragmas_hold_on_every_reader() throws InterruptedException {
    int readers = database.status().readersTotal();
    var inside = new Semaphore(0);
    var gate = new CountDownLatch(1);
    var done = new Semaphore(0);
    for (int i = 0; i < readers; i++) {
      Thread.startVirtualThread(() ->
          database.read(sql -> {
            inside.release();
            await(gate); // so that each thread has a connection of its own
            ON_EVERY_CONNECTION.forEach(
                (name, value) -> assertThat(pragma(sql, name)).isEqualTo(value));
            assertThat(pragma(sql, "query_only")).isEqualTo("1");
            done.release();
            return true;
          }));
    }
    inside.acquire(readers);
    assertThat(database.status().readersBusy()).isEqualTo(readers);
    gate.countDown();
    assertThat(done.tryAcquire(readers, 20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void snapshots_have_connections_of_their_own_and_take_no_reader() throws InterruptedException {
    var inside = new Semaphore(0);
    var gate = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      Thread.startVirtualThread(() ->
          database.snapshot(_ -> {
            inside.release();
            await(gate);
            return true;
          }));
    }
    inside.acquire(2);
    assertThat(count()).isZero();
    assertThat(database.status().readersBusy()).isZero();
    var reading = new CountDownLatch(READERS);
    for (int i = 0; i < READERS; i++) {
      Thread.startVirtualThread(() ->
          database.read(_ -> {
            reading.countDown();
            await(reading);
            return true;
          }));
    }
    await(reading);
    assertThat(inside.availablePermits()).as("further snapshots wait").isZero();
    gate.countDown();
    Eventually.until("all have ended", () -> inside.availablePermits() == 8);
  }

  @Test
  void normal_durability_is_a_choice() {
    try (var other = open("normal")) {
      assertThat(other.<String>write(sql -> pragma(sql, "synchronous"))).isEqualTo("1");
      assertThat(other.<String>read(sql -> pragma(sql, "synchronous"))).isEqualTo("1");
    }
  }

  @Test
  void readers_refuse_changes() {
    assertThatThrownBy(() -> database.read(sql -> sql.update("delete from notes")))
        .isInstanceOf(Problem.class);
  }

  @Test
  void a_full_disk_stops_writes_only_and_heals() {
    insert(1, "small");
    long pages = database.write(sql -> sql.number("pragma page_count"));
    database.write(sql -> sql.number("pragma max_page_count = " + pages));
    assertThatThrownBy(() -> insert(2, "x".repeat(100_000)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              assertThat(problem.code()).isEqualTo("disk_full");
            });
    assertThat(database.status().writable()).isFalse();
    assertThat(count()).isEqualTo(1);

    database.write(sql -> sql.number("pragma max_page_count = 1000000"));
    insert(2, "x".repeat(100_000));
    assertThat(database.status().writable()).isTrue();
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void a_full_disk_ends_a_transaction_as_a_whole() {
    long pages = database.write(sql -> sql.number("pragma page_count"));
    database.write(sql -> sql.number("pragma max_page_count = " + pages));
    for (var second : List.of("small", "x".repeat(100_000))) {
      assertThatThrownBy(() ->
              database.transaction(
                  Duration.ofSeconds(30),
                  () -> {
                    insert(1, "small");
                    assertThatThrownBy(() -> insert(2, "x".repeat(100_000)))
                        .isInstanceOf(Problem.class);
                    return insert(3, second); // as if nothing had happened
                  }))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.code()).isEqualTo("disk_full"));
      assertThat(count()).isZero();
    }
    assertThat(database.status().writable()).isFalse();
    database.write(sql -> sql.number("pragma max_page_count = 1000000"));
    database.transaction(Duration.ofSeconds(30), () -> insert(1, "x".repeat(100_000)));
    assertThat(database.status().writable()).isTrue();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void an_instance_without_writes_finds_out_that_the_disk_has_room_again() {
    database.close();
    try (var migrated = Engine.SQLITE.fresh()) {
      long pages = migrated.write(sql -> sql.number("pragma page_count"));
      migrated.write(sql -> sql.number("pragma max_page_count = " + pages));
      assertThatThrownBy(() ->
              migrated.write(
                  sql -> sql.update("insert into _meta values ('x', ?)", "x".repeat(100_000))))
          .isInstanceOf(Problem.class);
      assertThat(migrated.status().writable()).isFalse();
      // Room is made without a write of ours that would tell.
      assertThatThrownBy(() ->
              migrated.write(sql -> {
                sql.number("pragma max_page_count = 1000000");
                throw new IllegalStateException("no write");
              }))
          .isInstanceOf(IllegalStateException.class);
      Eventually.until("a probe has been written", () -> migrated.status().writable());
      assertThat(
              migrated.<List<String>>read(
                  sql -> sql.list("select key from _meta", row -> row.text(1))))
          .doesNotContain("probe");
    }
  }

  @Test
  void a_lock_held_by_another_process_is_a_503() {
    database.write(sql -> sql.number("pragma busy_timeout = 20"));
    try (var other = SqliteFile.writer(file, "full")) {
      other.update("begin immediate");
      assertThatThrownBy(() -> insert(1, "x"))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.code()).isEqualTo("database_busy"));
      other.update("commit");
    }
    assertThat(insert(1, "x")).isEqualTo(1);
  }

  @Test
  void a_file_that_cannot_be_opened_is_a_503_that_does_not_say_where_it_is() {
    assertThatThrownBy(() -> SqliteFile.reader(file.resolveSibling("gone/x.db"), "full"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("database_unavailable");
              assertThat(problem.detail()).contains("log").doesNotContain("x.db", "gone");
            });
  }

  @Test
  void own_commits_are_not_foreign_changes() {
    insert(1, "own"); // between this and the first work the writer took its first look
    var calls = new Semaphore(0);
    database.onForeignChange(Topic.ACCOUNTS, calls::release);
    insertForeign();
    Eventually.until("a foreign change is seen", () -> calls.availablePermits() > 0);
    calls.drainPermits();
    long end = System.nanoTime() + 2_500_000_000L; // two looks
    while (System.nanoTime() < end) {
      database.write(sql -> sql.update("insert into notes (body) values ('own')"));
    }
    assertThat(calls.availablePermits()).isZero();
  }

  private void insertForeign() {
    try (var other = SqliteFile.writer(file, "full")) {
      other.update("insert into notes (body) values ('foreign')");
    }
  }

  @Test
  void closing_leaves_one_file() throws IOException {
    insert(1, "x");
    database.close();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_new_file_is_for_its_owner_only() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void what_is_no_database_is_refused_by_name() throws IOException {
    var text = Files.writeString(file.resolveSibling("text.db"), "no database ".repeat(1000));
    assertThatThrownBy(
            () -> Databases.open(new Settings.Database("sqlite:///" + text, "full", 0, 10, 5, 30)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("text.db");
  }

  @Test
  void a_changed_schema_reaches_readers_with_prepared_statements() {
    insert(1, "x");
    var select = "select * from notes";
    assertThat(columns(select)).containsExactly("1", "x");
    database.write(sql -> {
      sql.execute("alter table notes drop column body; alter table notes add column tail text");
      return sql.update("update notes set tail = 'y'");
    });
    assertThat(columns(select)).containsExactly("1", "y");
  }

  private List<String> columns(String select) {
    return database.read(
        sql -> sql.first(select, row -> List.of(row.text(1), row.text(2))).orElseThrow());
  }

  private int insert(int number, String body) {
    return database.write(sql -> sql.update("insert into notes values (?, ?)", number, body));
  }

  private long count() {
    return database.read(sql -> sql.number("select count(*) from notes"));
  }

  private static String pragma(Sql sql, String name) {
    return sql.first("pragma " + name, row -> row.text(1)).orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
