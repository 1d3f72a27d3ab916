package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by a server for as long as it runs, so that there is one server for each SQLite file. The
 * operating system lets go of it when the process dies. PostgreSQL needs none.
 */
public final class InstanceLock implements AutoCloseable {
  private final Optional<FileChannel> channel;

  private InstanceLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /** Takes the lock, or refuses with a 503 problem that names the file. */
  public static InstanceLock acquire(Settings.Database settings) {
    return switch (DatabaseUrl.parse(settings.url())) {
      case DatabaseUrl.Sqlite url -> new InstanceLock(Optional.of(lock(url.file())));
      case DatabaseUrl.Postgres _ -> new InstanceLock(Optional.empty());
    };
  }

  private static FileChannel lock(Path file) {
    var lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try {
      var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw Problem.unavailable(
          "database_unavailable", "Cannot make the lock file " + lockFile + ": " + e, 30);
    }
    throw Problem.unavailable(
        "already_running",
        "Another TinyBase serves " + file + " already; stop it, or set another database.url.",
        30);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() {
    channel.ifPresent(InstanceLock::close);
  }

  /** The file stays: removing it could take away the lock of a server that starts just now. */
  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(InstanceLock.class.getName())
          .log(System.Logger.Level.WARNING, "Cannot let go of the lock", e);
    }
  }
}
