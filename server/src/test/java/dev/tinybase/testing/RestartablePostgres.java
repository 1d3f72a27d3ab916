package dev.tinybase.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A PostgreSQL server of one test, which may stop and start it: its data and its port remain. */
public final class RestartablePostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres postgres;

  /** Starts it with its data in a folder that is empty yet. */
  public RestartablePostgres(Path folder) {
    this.folder = folder;
    postgres = start(Ports.free());
  }

  /** The URL of its database. */
  public String url() {
    return "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
  }

  /** Stops it, which ends all its connections, and starts it again. */
  public void restart() {
    int port = postgres.getPort();
    close();
    postgres = start(port);
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres start(int port) {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "off")
          .setDataDirectory(folder)
          .setCleanDataDirectory(false)
          .setPort(port)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
