package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One file, one writer that commits in groups, and readers beside it. */
final class SqliteDatabase implements Database {
  private final Path file;
  private final String durability;
  private final Dialect dialect = new SqliteDialect();
  private final Listeners listeners = new Listeners();
  private final Transactions transactions = new Transactions(false);
  private final AtomicLong schema = new AtomicLong();
  private final SqliteReadPool readers;
  private final SqliteMonitor monitor;
  private final SqliteWriter writer;

  private SqliteDatabase(Path file, Settings.Database settings) {
    this.file = file;
    this.durability = settings.durability();
    var connection = SqliteConnection.writer(file, durability);
    this.readers =
        new SqliteReadPool(
            SqliteReadPool.size(settings.readers()),
            () -> SqliteConnection.reader(file, durability));
    this.monitor =
        new SqliteMonitor(() -> readers.schemaIs(schema.incrementAndGet()), listeners::call);
    this.writer = new SqliteWriter(connection, settings.writeQueue(), monitor);
  }

  static SqliteDatabase open(Path file, Settings.Database settings) {
    prepare(file);
    return new SqliteDatabase(file, settings);
  }

  Path file() {
    return file;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    writer.refuseOnWriterThread();
    var open = transactions.current();
    return open == null ? readers.read(work) : open.read(work);
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Work<T> work) {
    writer.refuseOnWriterThread();
    var open = transactions.current();
    return open == null ? readers.snapshot(work) : open.snapshot(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    var open = transactions.current();
    if (open != null) {
      return open.write(work);
    }
    readers.refuseWrite();
    return writer.write(work);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(
      Duration limit, Transaction<T, E> work) throws E {
    var open = transactions.current();
    if (open != null) {
      return open.nested(work);
    }
    readers.refuseWrite();
    var lease = new LeasedConnection(limit);
    writer.queue(lease);
    return transactions.run(lease, work);
  }

  @Override
  public boolean inTransaction() {
    return transactions.current() != null;
  }

  @Override
  public void afterCommit(Runnable action) {
    transactions.afterCommit(action);
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public DatabaseStatus status() {
    return new DatabaseStatus(
        writer.waiting(),
        writer.commits(),
        writer.writes(),
        readers.busy(),
        readers.size(),
        monitor.writable());
  }

  @Override
  public void onForeignChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  /** Writes a consistent copy of the file as it is now; a reader of the copy needs no log. */
  void copyTo(Path target) throws IOException {
    var partial = target.resolveSibling(target.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    try (var connection = SqliteConnection.writer(file, durability)) {
      connection.sql().update("vacuum into ?", partial.toString());
    }
    try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes a new file for its owner's eyes only: it holds hashes of passwords. */
  private static void prepare(Path file) {
    var folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (!Files.exists(file)) {
        var attributes =
            file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Set.of(
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))
                : Set.<java.nio.file.attribute.FileAttribute<?>>of();
        Files.createFile(file, attributes.toArray(java.nio.file.attribute.FileAttribute[]::new));
      }
    } catch (IOException e) {
      throw Problem.unavailable(
          "database_unavailable", "Cannot make the database file " + file + ": " + e, 30);
    }
  }
}
