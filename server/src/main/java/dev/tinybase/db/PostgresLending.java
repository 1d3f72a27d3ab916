package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** What {@link LeasedSql} has to know of PostgreSQL. */
final class PostgresLending implements LeasedSql.Engine {
  private final Connection connection;

  PostgresLending(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      System.getLogger(PostgresLending.class.getName())
          .log(System.Logger.Level.DEBUG, "A statement could not be cancelled", e);
    }
  }

  /** A connection that broke; after other failures the server itself refuses what must not be. */
  @Override
  public boolean gaveUp(RuntimeException failure) {
    return failure instanceof Problem problem
        && problem.code().equals(PostgresErrors.unreachable().code());
  }
}
