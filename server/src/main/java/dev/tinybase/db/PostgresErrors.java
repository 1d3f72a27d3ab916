package dev.tinybase.db;

import dev.tinybase.db.ConstraintViolation.Kind;
import dev.tinybase.errors.Problem;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Reads PostgreSQL's SQLSTATE codes (appendix A of its manual). */
final class PostgresErrors {
  /** The columns in {@code Key (title, slug)=(a, b) already exists.}, in any language. */
  private static final Pattern KEY = Pattern.compile("\\((.+?)\\)=\\(");

  private static final Set<String> STORAGE_CODES =
      Set.of("disk_full", "storage_failed", "database_unavailable");

  private PostgresErrors() {}

  /** Turns a failure of the driver into one that the other packages understand. */
  static RuntimeException translate(SQLException e) {
    if (message(e).contains("maxResultBuffer")) {
      return new ResultTooLarge(e);
    }
    return switch (state(e)) {
      case "23505" -> violation(Kind.UNIQUE, e);
      case "23502" -> violation(Kind.NOT_NULL, e);
      case "23503" -> violation(Kind.FOREIGN_KEY, e);
      case "23514", "23P01" -> violation(Kind.CHECK, e);
      case "42601", "42501" -> new DatabaseException(message(e), e);
      // Our statements are well-formed, so a table or a column is not what we know it to be.
      case String state when state.startsWith("42") -> new SchemaChanged(message(e), e);
      case "40001", "40P01" ->
          new TransientFailure(
              Problem.unavailable(
                  "database_busy", "Too many writes meet at the same rows; try again.", 1),
              e);
      case "53100" ->
          Problem.unavailable("disk_full", "The disk of the database is full; make room.", 30);
      case "54000" ->
          Problem.badRequest(
              "record_too_large",
              "PostgreSQL cannot store the record: a row takes about 8 KB, to which each long value"
                  + " adds 18 bytes. Fill fewer fields, or keep some of them together in one of the"
                  + " type json.");
      case "54011" ->
          Problem.badRequest(
              "too_many_columns",
              "PostgreSQL cannot add the field: a table has at most 1,600 columns, and dropped ones"
                  + " count.");
      case "25006" -> Problem.unavailable("storage_failed", "The database is read-only.", 30);
      case "55P03" ->
          Problem.unavailable(
              "database_busy", "Others have locked what this request needs; try again.", 1);
      case "57014" -> Problem.unavailable("database_busy", "The database took too long.", 1);
      default ->
          isConnection(e) || isStalePlan(e)
              ? new TransientFailure(unreachable(), e)
              : new DatabaseException(message(e), e);
    };
  }

  /** Whether the connection or the server is gone; after a commit its outcome is unknown then. */
  static boolean isConnection(SQLException e) {
    var state = state(e);
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("53300")
        || state.equals("25P03") // somebody's limit for idle transactions
        || state.equals("25P04");
  }

  /** Whether the server could not write, so that the instance is read-only for now. */
  static boolean isStorage(Problem problem) {
    return STORAGE_CODES.contains(problem.code());
  }

  static Problem unreachable() {
    return Problem.unavailable(
        "database_unavailable", "The database cannot be reached; try again.", 2);
  }

  /** A column's type changed under a prepared statement; the driver prepares it anew. */
  private static boolean isStalePlan(SQLException e) {
    var server = server(e);
    return server != null && "RevalidateCachedQuery".equals(server.getRoutine());
  }

  private static ConstraintViolation violation(Kind kind, SQLException e) {
    return new ConstraintViolation(kind, columns(server(e)), e);
  }

  private static List<String> columns(@Nullable ServerErrorMessage server) {
    if (server == null) {
      return List.of();
    }
    if (server.getColumn() != null) {
      return List.of(server.getColumn());
    }
    var key = KEY.matcher(String.valueOf(server.getDetail()));
    return key.find()
        ? Arrays.stream(key.group(1).split(", ", -1)).map(PostgresErrors::unquoted).toList()
        : List.of();
  }

  private static String unquoted(String name) {
    return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
  }

  private static String state(SQLException e) {
    return String.valueOf(e.getSQLState());
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage());
  }
}
