package dev.tinybase.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Statements on one JDBC connection. */
final class JdbcSql implements Sql {
  /** Rows that PostgreSQL sends at a time where all of them would be too many. */
  private static final int FETCH_SIZE = 500;

  /** A statement keeps its parameters until its next use; larger text than this is let go. */
  private static final int LARGE_TEXT = 4096;

  private final Connection connection;
  private final StatementCache statements;
  private final JdbcDialect dialect;
  private boolean schemaChanged;
  private boolean announced;
  private boolean results;
  private int depth;

  JdbcSql(Connection connection, StatementCache statements, JdbcDialect dialect) {
    this.connection = connection;
    this.statements = statements;
    this.dialect = dialect;
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return query(
        sql,
        parameters,
        0,
        results -> {
          var row = new Row(results);
          var list = new ArrayList<T>();
          while (results.next()) {
            list.add(mapper.map(row));
          }
          return list;
        });
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return query(
        sql,
        parameters,
        0,
        results -> results.next() ? Optional.of(mapper.map(new Row(results))) : Optional.empty());
  }

  @Override
  public void each(String sql, Consumer<Row> consumer, @Nullable Object... parameters) {
    query(
        sql,
        parameters,
        FETCH_SIZE,
        results -> {
          var row = new Row(results);
          while (results.next()) {
            consumer.accept(row);
          }
          return true;
        });
  }

  @Override
  public long number(String sql, @Nullable Object... parameters) {
    return query(sql, parameters, 0, results -> results.next() ? results.getLong(1) : 0L);
  }

  @Override
  public int update(String sql, @Nullable Object... parameters) {
    return use(sql, parameters, PreparedStatement::executeUpdate);
  }

  @Override
  public void execute(String sql) {
    schemaChanged = true;
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  @Override
  public <T extends @Nullable Object> T nested(Database.Work<T> work) {
    var name = "nested_" + depth++;
    update("savepoint " + name);
    try {
      var result = work.run(this);
      update("release savepoint " + name);
      return result;
    } catch (Throwable t) {
      update("rollback to savepoint " + name);
      update("release savepoint " + name);
      throw t;
    } finally {
      depth--;
    }
  }

  @Override
  public void announce() {
    announced = true;
  }

  /** Whether statements that may be DDL ran since the last {@link #takeSchemaChanged}. */
  boolean hasSchemaChanged() {
    return schemaChanged;
  }

  /** Whether statements that may be DDL ran since the last call. */
  boolean takeSchemaChanged() {
    boolean was = schemaChanged;
    schemaChanged = false;
    return was;
  }

  /** Whether {@link #announce} was called since the last call. */
  boolean takeAnnounced() {
    boolean was = announced;
    announced = false;
    return was;
  }

  /** Whether any statement has succeeded since {@link #takeResults}. */
  boolean hasResults() {
    return results;
  }

  /** Begins to watch for results. */
  void takeResults() {
    results = false;
  }

  private <T> T query(
      String sql, @Nullable Object[] parameters, int fetchSize, Use<ResultSet, T> reading) {
    return use(
        sql,
        parameters,
        statement -> {
          statement.setFetchSize(fetchSize);
          try (var rows = statement.executeQuery()) {
            results = true;
            return reading.apply(rows);
          }
        });
  }

  private <T> T use(String sql, @Nullable Object[] parameters, Use<PreparedStatement, T> use) {
    PreparedStatement statement;
    try {
      statement = statements.take(sql);
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
    boolean reusable = false;
    try {
      boolean large = bind(statement, parameters);
      T result = use.apply(statement);
      results = true;
      if (large) {
        statement.clearParameters();
      }
      reusable = true;
      return result;
    } catch (SQLException e) {
      throw dialect.translate(e);
    } finally {
      statements.giveBack(sql, statement, reusable);
    }
  }

  private boolean bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    boolean large = false;
    for (int i = 0; i < parameters.length; i++) {
      var value = parameters[i];
      dialect.bind(statement, i + 1, value);
      large |= value instanceof String text && text.length() > LARGE_TEXT;
      large |= value instanceof JsonText json && json.text().length() > LARGE_TEXT;
    }
    return large;
  }

  @FunctionalInterface
  private interface Use<A, T> {
    T apply(A a) throws SQLException;
  }
}
