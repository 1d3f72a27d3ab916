package dev.tinybase.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH_BYTES = 2L << 30;

  /** Databases that are kept before the oldest is dropped; no test needs so many at once. */
  private static final int KEPT = 20;

  private final EmbeddedPostgres postgres;
  private final Connection connection;
  private final AtomicInteger count = new AtomicInteger();

  private PostgresServer() {
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setPort(Ports.free())
              .setServerConfig("max_connections", "300")
              .setServerConfig("shared_buffers", "32MB")
              // nothing has to outlive the run
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("wal_level", "minimal")
              .setServerConfig("max_wal_senders", "0")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("autovacuum", "off")
              .setDataDirectory(folder())
              .start();
      connection = postgres.getPostgresDatabase().getConnection();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
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

  /** Copying files takes half of what it takes to write the same to the log first. */
  private String create(String options) {
    var name = "test_" + count.incrementAndGet();
    execute("create database " + name + options + " strategy file_copy");
    drop(count.get() - KEPT);
    return url(name);
  }

  /** A database has some 300 files, and a run hundreds of databases. */
  private void drop(int number) {
    if (number > 0) {
      Thread.startVirtualThread(() -> execute("drop database test_" + number + " with (force)"));
    }
  }

  /** A folder in memory where there is one: making a database is five times as fast there. */
  private static Path folder() throws IOException {
    boolean inMemory =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH_BYTES;
    return inMemory
        ? Files.createTempDirectory(MEMORY, "tinybase-test")
        : Files.createTempDirectory("tinybase-test");
  }

  private String url(String database) {
    return "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database;
  }

  private synchronized void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
