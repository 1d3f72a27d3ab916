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
final class SqliteDatabase extends JdbcDatabase {
  private final Path file;
  private final String durability;
  private final Dialect dialect = new SqliteDialect();
  private final AtomicLong schema = new AtomicLong();
  private final SqliteReadPool readers;
  private final GroupCommit commits;
  private final SqliteWriter writer;

  private SqliteDatabase(Path file, Settings.Database settings) {
    super(false);
    this.file = file;
    this.durability = settings.durability();
    var connection = SqliteConnection.writer(file, durability);
    this.readers =
        new SqliteReadPool(
            SqliteReadPool.size(settings.readers()),
            () -> SqliteConnection.reader(file, durability).sql());
    this.commits = new GroupCommit(connection, this::schemaChanged);
    this.writer =
        new SqliteWriter(
            connection,
            settings.writeQueue(),
            commits,
            loop ->
                writing(() -> {
                  loop.run();
                  return true;
                }),
            () -> {
              schemaChanged();
              foreignChange();
            });
  }

  private void schemaChanged() {
    readers.schemaIs(schema.incrementAndGet());
  }

  static SqliteDatabase open(Path file, Settings.Database settings) {
    prepare(file);
    return new SqliteDatabase(file, settings);
  }

  Path file() {
    return file;
  }

  @Override
  <T extends @Nullable Object> T readAlone(Work<T> work) {
    return readers.read(work);
  }

  @Override
  <T extends @Nullable Object> T snapshotAlone(Work<T> work) {
    return readers.snapshot(work);
  }

  @Override
  <T extends @Nullable Object> T writeAlone(Work<T> work) {
    return writer.write(work);
  }

  @Override
  LeasedConnection lease(Duration limit) {
    var lease = new LeasedConnection(limit);
    writer.queue(lease);
    return lease;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public DatabaseStatus status() {
    return new DatabaseStatus(
        writer.waiting(),
        commits.count(),
        commits.writes(),
        readers.busy(),
        readers.size(),
        commits.writable());
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
