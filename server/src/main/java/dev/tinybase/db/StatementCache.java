package dev.tinybase.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/**
 * Keeps the statements that were used last, because SQLite's driver does not (PostgreSQL's does,
 * and has a cache of no capacity). A statement in use is out of the cache: a nested use of the same
 * text prepares another one.
 */
final class StatementCache {
  private final Connection connection;
  private final int capacity;

  /** The one that was given back longest ago comes first. */
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

  StatementCache(Connection connection, int capacity) {
    this.connection = connection;
    this.capacity = capacity;
  }

  /** A statement that nobody else uses until it is given back. */
  PreparedStatement take(String sql) throws SQLException {
    var statement = idle.remove(sql);
    return statement == null ? connection.prepareStatement(sql) : statement;
  }

  /** Ends the use of a statement; one that failed is not to be used again. */
  void giveBack(String sql, PreparedStatement statement, boolean reusable) {
    if (!reusable || capacity == 0 || idle.putIfAbsent(sql, statement) != null) {
      close(statement);
    } else if (idle.size() > capacity) {
      close(idle.pollFirstEntry().getValue());
    }
  }

  /** Forgets every idle statement, after a change of the schema. */
  void clear() {
    idle.values().forEach(StatementCache::close);
    idle.clear();
  }

  int size() {
    return idle.size();
  }

  private static void close(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException e) {
      // SQLite repeats the failure of the last run here, and a connection that broke fails again.
    }
  }
}
