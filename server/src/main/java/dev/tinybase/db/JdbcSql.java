package dev.tinybase.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One JDBC connection with its statements; used by one thread at a time. */
final class JdbcSql implements Sql, AutoCloseable {
  /** Rows that PostgreSQL sends at a time where all of them would be too many. */
  private static final int FETCH_SIZE = 500;

  private static final int FIRST_ROWS = 3;
  private static final int FETCH_BYTES = 8 << 20;

  /** How long a statement without a limit may keep its connection silent. */
  private static final int LONGEST_MILLIS = 4 * 60 * 60 * 1000;

  /** A statement keeps its parameters until its next use; larger text than this is let go. */
  private static final int LARGE_TEXT = 4096;

  private final Connection connection;
  private final StatementCache statements;
  private final Dialect dialect;
  private final @Nullable LeasedConnection lease;
  private List<Runnable> afterCommit = List.of();
  private boolean writing;
  private long schema;
  private boolean schemaChanged;
  private final Set<Topic> announced = EnumSet.noneOf(Topic.class);
  private boolean results;
  private int depth;

  /**
   * @param lease by which another thread than the connection's owner uses it; null for the owner
   */
  JdbcSql(
      Connection connection,
      StatementCache statements,
      Dialect dialect,
      @Nullable LeasedConnection lease) {
    this.connection = connection;
    this.statements = statements;
    this.dialect = dialect;
    this.lease = lease;
  }

  /** For what JDBC knows only of this database. */
  Connection jdbc() {
    return connection;
  }

  /** The same connection in the hands of another thread. */
  JdbcSql leased(LeasedConnection lease) {
    return new JdbcSql(connection, statements, dialect, lease);
  }

  @Override
  public <T> List<T> list(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
    var list = new ArrayList<T>();
    rows(sql, 0, row -> list.add(mapper.apply(row)), parameters);
    return list;
  }

  @Override
  public <T> Optional<T> first(
      String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
    return query(
        sql,
        parameters,
        0,
        results -> results.next() ? Optional.of(mapper.apply(new Row(results))) : Optional.empty());
  }

  @Override
  public void each(String sql, Consumer<Row> consumer, @Nullable Object... parameters) {
    each(FETCH_SIZE, sql, consumer, parameters);
  }

  @Override
  public void each(int rows, String sql, Consumer<Row> consumer, @Nullable Object... parameters) {
    rows(sql, Math.min(rows, FETCH_SIZE), consumer, parameters);
  }

  /**
   * Runs through a result.
   *
   * @param most how many rows to fetch at a time; 0 for all. The first are few, until it is known
   *     how large rows are.
   */
  private void rows(String sql, int most, Consumer<Row> consumer, @Nullable Object... parameters) {
    int first = Math.min(most, FIRST_ROWS);
    query(
        sql,
        parameters,
        first,
        results -> {
          var row = new Row(results);
          int fetched = first;
          long count = 0;
          for (long last = first; results.next(); count++) {
            consumer.accept(row);
            if (count + 1 == last && !dialect.isSqlite()) {
              fetched = fetchSize(2 * fetched, most, row.bytesRead() / last);
              results.setFetchSize(fetched);
              last += fetched;
            }
          }
          return true;
        });
  }

  private static int fetchSize(int wanted, int most, long bytesOfRow) {
    long fitting = FETCH_BYTES / Math.max(1, bytesOfRow);
    return Math.clamp(fitting, 1, Math.min(wanted, most));
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
    if (lease == null) {
      executeNow(sql);
    } else {
      lease.run(() -> executeNow(sql));
    }
  }

  private boolean executeNow(String sql) {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
      return true;
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  @Override
  public <T extends @Nullable Object> T nested(Database.Work<T> work) {
    return this.<T, RuntimeException>savepoint(() -> work.run(this));
  }

  /** Runs a part of the transaction that what it throws undoes. */
  <T extends @Nullable Object, E extends Exception> T savepoint(Database.Transaction<T, E> part)
      throws E {
    var name = (lease == null ? "nested_" : "leased_") + depth++;
    try {
      update("savepoint " + name);
      int actions = afterCommit.size();
      T result;
      try {
        result = part.run();
      } catch (Throwable t) {
        undo(name, t);
        if (afterCommit.size() > actions) {
          afterCommit.subList(actions, afterCommit.size()).clear();
        }
        throw t;
      }
      update("release savepoint " + name);
      return result;
    } finally {
      depth--;
    }
  }

  /** What cannot be undone in part must be undone as a whole. */
  private void undo(String savepoint, Throwable reason) {
    try {
      update("rollback to savepoint " + savepoint);
      update("release savepoint " + savepoint);
    } catch (RuntimeException e) {
      if (lease == null) {
        reason.addSuppressed(e);
      } else {
        lease.spoil(e);
      }
    }
  }

  @Override
  public void afterCommit(Runnable action) {
    if (!writing) {
      throw new IllegalStateException("only what writes has a commit");
    }
    if (afterCommit.isEmpty()) {
      afterCommit = new ArrayList<>();
    } else if (afterCommit.getLast().equals(action)) {
      return;
    }
    afterCommit.add(action);
  }

  /** Begins what will be committed or undone. */
  void beginWrite() {
    writing = true;
    announced.clear();
    afterCommit = List.of();
  }

  /** What is to run after the commit. */
  List<Runnable> endWrite() {
    var actions = afterCommit;
    writing = false;
    afterCommit = List.of();
    return actions;
  }

  @Override
  public void liftTimeLimit() {
    if (!dialect.isSqlite()) {
      update("set local statement_timeout = 0");
      try {
        connection.setNetworkTimeout(Runnable::run, LONGEST_MILLIS); // the pool resets it
      } catch (SQLException e) {
        throw dialect.translate(e);
      }
    }
  }

  @Override
  public void announce(Topic topic) {
    announced.add(topic);
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

  /** What this write has announced. */
  Set<Topic> announced() {
    return announced;
  }

  /** Whether any statement with parameters or a result has succeeded. */
  boolean hasResults() {
    return results;
  }

  /** Forgets the prepared statements if the schema has another version than at the last call. */
  void schemaIs(long version) {
    if (schema != version) {
      schema = version;
      forgetStatements();
    }
  }

  void forgetStatements() {
    statements.clear();
  }

  /** Closes the connection. */
  @Override
  public void close() {
    forgetStatements();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new DatabaseException("cannot close the database", e);
    }
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
    return lease == null
        ? useNow(sql, parameters, use)
        : lease.run(() -> useNow(sql, parameters, use));
  }

  private <T> T useNow(String sql, @Nullable Object[] parameters, Use<PreparedStatement, T> use) {
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
