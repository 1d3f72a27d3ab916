package dev.tinybase.db;

import dev.tinybase.config.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens sessions of a PostgreSQL server in which everything that we rely on is set and read back:
 * roles, databases and URLs may have other settings, with which numbers are rounded, texts read
 * differently, or acknowledged writes lost.
 */
final class PostgresDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  /** Where our tables are; before there are any, where the server would make them. */
  private static final String SCHEMA =
      "select coalesce((select min(n.nspname) from pg_class c join pg_namespace n"
          + " on n.oid = c.relnamespace where c.relname = '_change_subscriptions'"
          + " and c.relkind = 'r' having count(*) = 1), current_schema())";

  /** Others who use a pooler at the same moment may hide for once what it does. */
  private static final int ROUNDS = 50;

  private static final String SEARCH_PATH = "search_path";
  private static final String SYNCHRONOUS_COMMIT = "synchronous_commit";

  private final String jdbcUrl;
  private final transient Properties properties;
  private final transient Map<String, String> wanted = new ConcurrentHashMap<>();

  PostgresDataSource(String jdbcUrl, Properties properties, Settings.Database settings) {
    this.jdbcUrl = jdbcUrl;
    this.properties = properties;
    wanted.put("client_encoding", "UTF8");
    wanted.put("DateStyle", "ISO, YMD");
    wanted.put("IntervalStyle", "postgres");
    wanted.put("TimeZone", "UTC");
    wanted.put("bytea_output", "hex");
    wanted.put("extra_float_digits", "3");
    wanted.put("standard_conforming_strings", "on");
    wanted.put("default_transaction_isolation", "read committed");
    wanted.put("default_transaction_deferrable", "off");
    wanted.put("jit", "off"); // compiling a plan takes longer than any statement of ours should
    wanted.put("idle_in_transaction_session_timeout", "0");
    wanted.put("idle_session_timeout", "0");
    wanted.put("transaction_timeout", "0");
    wanted.put("lock_timeout", millis(settings.lockTimeoutSeconds()));
    wanted.put("statement_timeout", millis(settings.statementTimeoutSeconds()));
    if (settings.durability().equals("full")) {
      wanted.put(SYNCHRONOUS_COMMIT, "on");
    }
    var schema = properties.getProperty("currentSchema");
    if (schema != null) {
      wanted.put(SEARCH_PATH, schema);
    }
  }

  private static String millis(int seconds) {
    return Long.toString(seconds * 1000L);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return open(properties);
  }

  /** One that is broken where the server is silent for so long. */
  Connection open(int silenceSeconds) throws SQLException {
    var impatient = new Properties();
    impatient.putAll(properties);
    impatient.setProperty("connectTimeout", "2");
    impatient.setProperty("socketTimeout", Integer.toString(silenceSeconds));
    return open(impatient);
  }

  private Connection open(Properties with) throws SQLException {
    var connection = DriverManager.getConnection(jdbcUrl, with);
    try {
      pinSchema(connection);
      set(connection);
      readBack(connection);
      return connection;
    } catch (Throwable t) {
      connection.close();
      throw t;
    }
  }

  /** The same schema for all connections, whatever becomes of the role's search path. */
  private void pinSchema(Connection connection) throws SQLException {
    if (wanted.containsKey(SEARCH_PATH)) {
      return;
    }
    var schema = value(connection, SCHEMA);
    if (schema == null) {
      throw new SQLException(
          "The search_path of the role names no schema that exists; make it, or name one with"
              + " ?currentSchema=… in database.url");
    }
    wanted.putIfAbsent(SEARCH_PATH, '"' + schema.replace("\"", "\"\"") + '"');
  }

  /**
   * Sets everything in one statement but what this version or relative of PostgreSQL does not know;
   * commits that wait for more than the disk, as the server is told, go on doing that.
   */
  private void set(Connection connection) throws SQLException {
    var values = String.join(", ", Collections.nCopies(wanted.size(), "(?, ?)"));
    var sql =
        "select set_config(s.name, case when s.name = '"
            + SYNCHRONOUS_COMMIT
            + "' and s.setting <> 'off' then s.setting else w.value end, false)"
            + " from pg_settings s join (values "
            + values
            + ") w (name, value) on w.name = s.name";
    try (var statement = connection.prepareStatement(sql)) {
      int index = 0;
      for (var setting : wanted.entrySet()) {
        statement.setString(++index, setting.getKey());
        statement.setString(++index, setting.getValue());
      }
      statement.execute();
    }
  }

  private void readBack(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select name, setting from pg_settings")) {
      while (rows.next()) {
        var name = rows.getString(1);
        var expected = wanted.get(name);
        var found = rows.getString(2);
        boolean kept =
            name.equals(SYNCHRONOUS_COMMIT) ? !found.equals("off") : found.equals(expected);
        if (expected != null && !kept) {
          throw new SQLException(
              "PostgreSQL kept %s = %s instead of %s; is there a pooler before it that shares"
                      .formatted(name, found, expected)
                  + " sessions?");
        }
      }
    }
  }

  /**
   * Refuses a pooler that gives each transaction another session (pgbouncer's {@code pool_mode =
   * transaction} or {@code statement}): settings would be lost, and prepared statements answer each
   * other's questions, so that what was acknowledged may not be stored.
   */
  void requireOwnSessions() throws SQLException {
    try (var one = plain()) {
      var pid = one.unwrap(PGConnection.class).getBackendPID();
      if (!Integer.toString(pid).equals(value(one, "select pg_backend_pid()")) && !isOwn(one)) {
        throw new SQLException(
            "a pooler stands before it whose transactions share sessions; set its pool_mode to"
                + " session, or connect to PostgreSQL itself");
      }
    }
  }

  /** Whether nobody else gets the session that a pooler gave while it does nothing. */
  private boolean isOwn(Connection one) throws SQLException {
    var mark = UUID.randomUUID().toString();
    var found = "select current_setting('tinybase.session', true)";
    value(one, "select set_config('tinybase.session', '" + mark + "', false)");
    try (var other = plain()) {
      other.setAutoCommit(false);
      boolean own = true;
      for (int i = 0; i < ROUNDS && own; i++) {
        // a pooler gives the session that was used last, which is the one with the mark
        own = mark.equals(value(one, found)) && !mark.equals(value(other, found));
        other.rollback();
      }
      return own;
    } catch (SQLException e) {
      return false; // pool_mode = statement knows no transactions
    }
  }

  /** One that prepares no statements, which would meet those of others. */
  private Connection plain() throws SQLException {
    var simple = new Properties();
    simple.putAll(properties);
    simple.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(jdbcUrl, simple);
  }

  private static @Nullable String value(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
