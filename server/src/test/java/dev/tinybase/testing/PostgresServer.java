package dev.tinybase.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server for all tests of this JVM, with a database for each test. The library runs
 * it under another user's identity where the tests run as root, which PostgreSQL refuses.
 */
final class PostgresServer {
  private static final class Holder {
    static final PostgresServer SERVER = new PostgresServer();
  }

  private static final String TEMPLATE = "template_migrated";

  private final EmbeddedPostgres postgres;
  private final AtomicInteger count = new AtomicInteger();

  private PostgresServer() {
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("max_connections", "300")
              .setServerConfig("shared_buffers", "32MB")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("create database " + TEMPLATE);
    Engine.migrate(url(TEMPLATE));
  }

  static PostgresServer get() {
    return Holder.SERVER;
  }

  /** The URL of a new database with the tables of the system. */
  String migrated() {
    return create(" template " + TEMPLATE);
  }

  /** The URL of a new database without tables. */
  String empty() {
    return create("");
  }

  private String create(String options) {
    var name = "test_" + count.incrementAndGet();
    execute("create database " + name + options);
    return url(name);
  }

  private String url(String database) {
    return "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database;
  }

  private void execute(String sql) {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
