package dev.tinybase.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server with its default settings, durable commits among them. */
final class PostgresServer implements AutoCloseable {
  private final Path folder;
  private final EmbeddedPostgres postgres;

  /** Starts it with its data in a folder that is not there yet. */
  PostgresServer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    postgres = EmbeddedPostgres.builder().setDataDirectory(folder).start();
  }

  /** Makes a database, and returns the settings of a server on it. */
  Map<String, String> settings(String database) {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var url = "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database;
    return Map.of("TINYBASE_DB_URL", url);
  }

  /** CPU time of all its processes that live, in microseconds. */
  long cpuMicros() throws IOException {
    long first = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
    return processes(first).stream().mapToLong(pid -> new ProcessStats(pid).cpuMicros()).sum();
  }

  private static List<Long> processes(long first) {
    var process = ProcessHandle.of(first).orElseThrow();
    var all = new java.util.ArrayList<>(List.of(first));
    process.children().forEach(child -> all.add(child.pid()));
    return all;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
