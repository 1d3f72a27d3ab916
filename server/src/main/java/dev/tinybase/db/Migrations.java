package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of an instance to the version of the program: numbered SQL files, each in a
 * transaction, each recorded with its checksum.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** Any number that nobody else uses: PostgreSQL's advisory locks share one space. */
  private static final long LOCK = 0x7469_6e79_6261_7365L;

  private final Database database;
  private final Clock clock;
  private final List<Migration> known;

  /** The program's own migrations. */
  public Migrations(Database database, Clock clock) {
    this(database, clock, Migration.load(database.dialect()));
  }

  Migrations(Database database, Clock clock, List<Migration> known) {
    this.database = database;
    this.clock = clock;
    this.known = List.copyOf(known);
  }

  /** One migration that was applied. */
  public record Applied(int number, String name, String checksum, Instant at) {}

  /** What was applied, oldest first. */
  public List<Applied> history() {
    try {
      return database.read(this::applied);
    } catch (SchemaChanged e) {
      return List.of(); // a new database
    }
  }

  /** The number of the last migration that was applied; 0 for a new database. */
  public int current() {
    var history = history();
    return history.isEmpty() ? 0 : history.getLast().number();
  }

  /** What is still to be applied; a problem where the database and the program do not fit. */
  public List<Migration> pending() {
    var history = history();
    check(history);
    return known.stream().filter(migration -> !isIn(history, migration)).toList();
  }

  /**
   * Applies what is pending and returns it. A SQLite file that holds data is copied to {@code
   * <file>.before-NNN} first.
   */
  public List<Migration> upgrade() {
    var pending = pending();
    if (pending.isEmpty()) {
      return pending;
    }
    int before = current();
    copyBefore(pending.getFirst());
    database.write(this::makeHistory);
    var done = new ArrayList<Migration>();
    for (var migration : pending) {
      if (apply(migration)) {
        done.add(migration);
      }
    }
    if (before > 0) {
      LOG.info("The database went from version {} to {}", before, pending.getLast().number());
    }
    return List.copyOf(done);
  }

  private boolean makeHistory(Sql sql) {
    lock(sql);
    sql.execute(
        "create table if not exists _migrations (number integer primary key, name text not null,"
            + " checksum text not null, applied_at text not null)");
    return true;
  }

  /** False where another node was faster. */
  private boolean apply(Migration migration) {
    try {
      return database.write(sql -> {
        lock(sql);
        if (isIn(applied(sql), migration)) {
          return false;
        }
        sql.execute(migration.sql());
        sql.update(
            "insert into _migrations (number, name, checksum, applied_at) values (?, ?, ?, ?)",
            migration.number(),
            migration.name(),
            migration.checksum(),
            Instants.text(clock.instant()));
        return true;
      });
    } catch (ConstraintViolation | DatabaseException e) {
      if (isIn(history(), migration)) {
        return false; // a server without advisory locks let two nodes begin
      }
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "migration_failed",
          "Migration %s failed and changed nothing: %s"
              .formatted(migration.label(), e.getMessage()));
    }
  }

  /** Another node may migrate for as long as it takes. */
  private void lock(Sql sql) {
    if (!database.dialect().isSqlite()) {
      sql.liftTimeLimit();
      sql.update("set local lock_timeout = 0");
      sql.first("select 1 from pg_advisory_xact_lock(?)", _ -> 1, LOCK);
    }
  }

  private List<Applied> applied(Sql sql) {
    return sql.list(
        "select number, name, checksum, applied_at from _migrations order by number",
        row ->
            new Applied(
                (int) row.integer(1), row.text(2), row.text(3), Instant.parse(row.text(4))));
  }

  private void check(List<Applied> history) {
    for (var applied : history) {
      var migration = find(applied.number());
      if (migration.isEmpty()) {
        throw refused(
            "The database was made by a newer TinyBase (migration NNN_name); run that version or a"
                + " later one.",
            applied);
      }
      if (!migration.get().checksum().equals(applied.checksum())) {
        throw refused(
            "Migration NNN_name is not the one that was applied to this database; run the TinyBase"
                + " that made it.",
            applied);
      }
    }
  }

  private Optional<Migration> find(int number) {
    return known.stream().filter(migration -> migration.number() == number).findFirst();
  }

  private static boolean isIn(List<Applied> history, Migration migration) {
    return history.stream().anyMatch(applied -> applied.number() == migration.number());
  }

  private void copyBefore(Migration first) {
    if (current() == 0 || !(database instanceof SqliteDatabase sqlite)) {
      return;
    }
    var file = sqlite.file();
    var copy = file.resolveSibling("%s.before-%03d".formatted(file.getFileName(), first.number()));
    try {
      SqliteFile.copyAtomically(file, copy);
      LOG.info("The database will be upgraded; as it was before it is kept as {}", copy);
    } catch (IOException e) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "migration_failed",
          "Cannot copy the database to " + copy + " before the upgrade: " + e.getMessage());
    }
  }

  private static Problem refused(String sentence, Applied applied) {
    return Problem.of(
        Problem.Kind.INTERNAL,
        "wrong_version",
        sentence.replace("NNN_name", "%03d_%s".formatted(applied.number(), applied.name())));
  }
}
