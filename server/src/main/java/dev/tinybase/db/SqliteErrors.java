package dev.tinybase.db;

import dev.tinybase.db.ConstraintViolation.Kind;
import dev.tinybase.errors.Problem;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Reads SQLite's result codes (https://sqlite.org/rescode.html) and messages. */
final class SqliteErrors {
  private static final String FAILED = "constraint failed: ";
  private static final String DISK_FULL = "disk_full";
  private static final String STORAGE_FAILED = "storage_failed";
  private static final Set<String> STORAGE_CODES =
      Set.of(DISK_FULL, STORAGE_FAILED, Database.OUTCOME_UNKNOWN);

  private SqliteErrors() {}

  /** Turns a failure of the driver into one that the other packages understand. */
  static RuntimeException translate(SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return new DatabaseException(message(e), e);
    }
    var code = failure.getResultCode();
    return switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          violation(Kind.UNIQUE, e);
      case SQLITE_CONSTRAINT_NOTNULL -> violation(Kind.NOT_NULL, e);
      case SQLITE_CONSTRAINT_FOREIGNKEY -> violation(Kind.FOREIGN_KEY, e);
      case SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_DATATYPE ->
          new ConstraintViolation(Kind.CHECK, List.of(), e);
      default -> byPrimaryCode(code, e);
    };
  }

  /** Whether the file could not be written, so that the instance is read-only for now. */
  static boolean isStorage(Throwable failure) {
    return failure instanceof Problem problem && STORAGE_CODES.contains(problem.code());
  }

  /**
   * What a failure of the commit itself means. Where the log was written and only the disk did not
   * confirm it, the change is there after a restart, or not; only a full disk ends it for sure.
   */
  static RuntimeException atCommit(RuntimeException failure) {
    return failure instanceof Problem problem && problem.code().equals(STORAGE_FAILED)
        ? Database.outcomeUnknown(problem.detail())
        : failure;
  }

  private static RuntimeException byPrimaryCode(SQLiteErrorCode code, SQLException e) {
    return switch (code.code & 0xff) {
      case 5, 6 -> // BUSY, LOCKED
          Problem.unavailable(
              "database_busy", "Another process is writing to the database; try again.", 1);
      case 9 -> JdbcDatabase.cancelled(); // INTERRUPT
      case 13 -> // FULL
          Problem.unavailable(DISK_FULL, "The disk of the database is full; make room.", 30);
      case 8, 10, 11, 14, 26 -> // READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB
          Problem.unavailable(
              STORAGE_FAILED, "The file of the database cannot be used (" + code.name() + ").", 30);
      default -> byMessage(e);
    };
  }

  private static RuntimeException byMessage(SQLException e) {
    var message = message(e);
    boolean missing =
        message.contains("no such table")
            || message.contains("no such column")
            || message.contains("has no column named");
    return missing ? new SchemaChanged(message, e) : new DatabaseException(message, e);
  }

  /** The message ends in {@code UNIQUE constraint failed: posts.title, posts.slug)}. */
  private static ConstraintViolation violation(Kind kind, SQLException e) {
    var message = message(e);
    int at = message.indexOf(FAILED);
    if (at < 0) {
      return new ConstraintViolation(kind, List.of(), e);
    }
    var names = message.substring(at + FAILED.length(), message.length() - 1).split(", ", -1);
    return new ConstraintViolation(
        kind,
        Arrays.stream(names)
            .filter(name -> name.indexOf('.') > 0)
            .map(name -> name.substring(name.indexOf('.') + 1))
            .toList(),
        e);
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage());
  }
}
