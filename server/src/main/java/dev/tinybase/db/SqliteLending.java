package dev.tinybase.db;

/** What {@link LeasedSql} has to know of SQLite. */
final class SqliteLending implements LeasedSql.Engine {
  private final SqliteConnection connection;

  SqliteLending(SqliteConnection connection) {
    this.connection = connection;
  }

  @Override
  public void cancel() {
    connection.interrupt();
  }

  /**
   * After some failures (disk full, out of memory) SQLite rolls back by itself, and every further
   * statement would be a transaction of its own. Whether it has is known by whether another one can
   * begin.
   */
  @Override
  public boolean gaveUp(RuntimeException failure) {
    if (failure instanceof ConstraintViolation) {
      return false;
    }
    try {
      connection.sql().update("begin");
    } catch (RuntimeException e) {
      return false;
    }
    connection.sql().update("rollback");
    return true;
  }
}
