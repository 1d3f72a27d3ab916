package dev.tinybase.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The connections to one PostgreSQL server. */
final class PostgresPool implements AutoCloseable {
  private static final int WAIT_MILLIS = 10_000;

  /** How long a connection that was idle may take to prove that it is not broken. */
  private static final int VALIDATION_MILLIS = 2_000;

  private static final int SILENCE_SECONDS = 5;
  private static final int MOST_RESULT_BYTES = 32 << 20;
  private static final int STARTUP_MILLIS = 5_000;

  /** Tables that get the same number share a share, which bounds their count. */
  private static final int SHARES = 1024;

  /** The names of libpq for which the driver has others. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of("application_name", "ApplicationName", "connect_timeout", "connectTimeout");

  private final String display;
  private final PostgresDataSource sessions;
  private final HikariDataSource pool;
  private final Semaphore[] shares = new Semaphore[SHARES];

  PostgresPool(DatabaseUrl.Postgres url, Settings.Database settings) {
    this.display = url.display();
    this.sessions =
        new PostgresDataSource(
            jdbcUrl(url), properties(url, settings.statementTimeoutSeconds()), settings);
    var config = new HikariConfig();
    config.setPoolName("tinybase");
    config.setDataSource(sessions);
    int size = size(settings.readers());
    Arrays.setAll(shares, _ -> new Semaphore(size - Math.max(1, size / 4), true));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.setInitializationFailTimeout(STARTUP_MILLIS);
    try {
      sessions.requireOwnSessions();
      this.pool = new HikariDataSource(config);
    } catch (SQLException | HikariPool.PoolInitializationException e) {
      throw cannotConnect(e);
    }
  }

  private Problem cannotConnect(Throwable e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return Problem.unavailable(
        "database_unavailable", "Cannot connect to " + display + ": " + cause.getMessage(), 5);
  }

  /** A connection of the pool; a 503 problem when none comes free or the server is away. */
  Connection take() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw busy() < size()
          ? PostgresErrors.unreachable()
          : Problem.unavailable("overloaded", "All connections to the database are in use.", 1);
    }
  }

  /**
   * Runs an action that takes a connection for the work on one table: many of them, when that is
   * locked, leave a quarter of the connections to all others.
   */
  <T extends @Nullable Object> T sharing(String table, Supplier<T> action) {
    var share = shares[Math.floorMod(table.hashCode(), SHARES)];
    try {
      if (!share.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw Problem.unavailable(
            "overloaded", "Too many requests wait for the same table; try again.", 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The server is shutting down.", 1);
    }
    try {
      return action.get();
    } finally {
      share.release();
    }
  }

  /** Closes a connection of the pool instead of using it again. */
  void evict(Connection connection) {
    pool.evictConnection(connection);
  }

  /** A connection outside the pool, which is broken where the server is silent for so long. */
  Connection single(int silenceSeconds) throws SQLException {
    return sessions.open(silenceSeconds);
  }

  int busy() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  int waiting() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  int size() {
    return pool.getMaximumPoolSize();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static int size(int setting) {
    return setting > 0
        ? Math.max(2, setting)
        : Math.max(10, 4 * Runtime.getRuntime().availableProcessors());
  }

  private static String jdbcUrl(DatabaseUrl.Postgres url) {
    return "jdbc:postgresql://"
        + url.hosts()
        + "/"
        + java.net.URLEncoder.encode(url.database(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Properties properties(DatabaseUrl.Postgres url, int statementSeconds) {
    var properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password());
    properties.setProperty("ApplicationName", "tinybase");
    properties.setProperty("connectTimeout", "10");
    // The server ends statements before; who is silent for longer is gone.
    int silence = statementSeconds > 0 ? statementSeconds + SILENCE_SECONDS : 300;
    properties.setProperty("socketTimeout", Integer.toString(silence));
    properties.setProperty("tcpKeepAlive", "true");
    // The driver takes whole results into memory where nothing else is said.
    properties.setProperty("maxResultBuffer", Integer.toString(MOST_RESULT_BYTES));
    // Details of server errors quote values of rows, which belong into no log.
    properties.setProperty("logServerErrorDetail", "false");
    url.parameters()
        .forEach(
            (name, value) -> properties.setProperty(DRIVER_NAMES.getOrDefault(name, name), value));
    return properties;
  }

  /** What a lease has to know of PostgreSQL. */
  record Engine(Connection connection) implements LeasedConnection.Engine {
    @Override
    public void cancel() {
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        System.getLogger(PostgresPool.class.getName())
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
}
