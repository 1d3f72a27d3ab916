package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Makes and copies a SQLite file, and opens connections with their pragmas set and read back. */
final class SqliteFile {
  private static final System.Logger LOG = System.getLogger(SqliteFile.class.getName());

  /** How long a connection waits for another process that holds the lock. */
  static final int BUSY_MILLIS = 5000;

  private static final int STATEMENTS = 256;

  /**
   * Sizes of page caches, in KB below zero as the pragma takes them. What the system keeps in
   * memory need not be there again for each reader: a small cache stays in the processor's, where a
   * scan through one of 12 MB takes longer than through one of 2.
   */
  private static final int READER_CACHE = -2_000;

  private static final int WRITER_CACHE = -8_000;

  private SqliteFile() {}

  /** The connection that may write; opened at the start. */
  static JdbcSql writer(Path file, String durability) {
    return open(file, pragmas(durability, WRITER_CACHE, false));
  }

  /** A connection that refuses every change. */
  static JdbcSql reader(Path file, String durability) {
    try {
      return open(file, pragmas(durability, READER_CACHE, true));
    } catch (Problem e) { // which a client is told: only the operator may know where files are
      LOG.log(System.Logger.Level.ERROR, e.detail());
      throw unavailable("The database file cannot be opened; the server's log says why.");
    }
  }

  private static JdbcSql open(Path file, Map<String, String> pragmas) {
    try {
      var connection = connect(file);
      try {
        configure(connection, file, pragmas);
        return new JdbcSql(
            connection, new StatementCache(connection, STATEMENTS), new SqliteDialect(), null);
      } catch (Throwable t) {
        connection.close();
        throw t;
      }
    } catch (SQLException e) {
      throw unavailable("Cannot open the database file " + file + ": " + e.getMessage());
    }
  }

  private static Problem unavailable(String reason) {
    return Problem.unavailable("database_unavailable", reason, 30);
  }

  private static Connection connect(Path file) throws SQLException {
    var config = new SQLiteConfig();
    // A connection is never used by two threads at once, so SQLite needs no mutex of its own.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false); // else every insert asks for the last rowid
    var properties = new Properties();
    properties.putAll(config.toProperties());
    var jdbc = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, properties);
    // The driver would wrap each statement into a begin and a commit of its own; SQLite's own
    // autocommit does the same for nothing.
    ((org.sqlite.SQLiteConnection) jdbc).getConnectionConfig().setAutoCommit(false);
    return jdbc;
  }

  private static Map<String, String> pragmas(String durability, int cache, boolean queryOnly) {
    var pragmas = new LinkedHashMap<String, String>();
    pragmas.put("busy_timeout", Integer.toString(BUSY_MILLIS));
    pragmas.put("journal_mode", "wal");
    pragmas.put("synchronous", durability.equals("normal") ? "1" : "2");
    pragmas.put("fullfsync", durability.equals("normal") ? "0" : "1");
    pragmas.put("foreign_keys", "1");
    pragmas.put("temp_store", "2");
    pragmas.put("trusted_schema", "0");
    pragmas.put("wal_autocheckpoint", "4000");
    pragmas.put("cache_size", Integer.toString(cache));
    // Mapped pages are as fast as a cache, but an error of the disk would end the whole process.
    pragmas.put("mmap_size", "0");
    pragmas.put("journal_size_limit", Long.toString(64L << 20));
    pragmas.put("query_only", queryOnly ? "1" : "0");
    return pragmas;
  }

  private static void configure(Connection connection, Path file, Map<String, String> pragmas)
      throws SQLException {
    DecimalCollation.register(connection);
    for (var pragma : pragmas.entrySet()) {
      pragma(connection, pragma.getKey() + "=" + pragma.getValue());
      var found = pragma(connection, pragma.getKey()).toLowerCase(Locale.ROOT);
      if (!found.equals(pragma.getValue())) {
        throw unavailable(
            "SQLite kept %s = %s instead of %s for %s; is it on a network file system?"
                .formatted(pragma.getKey(), found, pragma.getValue(), file));
      }
    }
  }

  /** The file itself, for {@link #isWhole}. */
  static FileChannel head(Path file) {
    try {
      return FileChannel.open(file);
    } catch (IOException e) {
      throw unavailable("Cannot read the database file " + file + ": " + e);
    }
  }

  static void close(FileChannel head) {
    try {
      head.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot close the database file", e);
    }
  }

  /**
   * Whether the file has all the pages that its head tells of (sqlite.org/fileformat.html, section
   * 1.3). While a log is moved into it the head may be ahead of the pages for a moment.
   *
   * @param head the same file, open for as long as SQLite has it open in this process: closing any
   *     other descriptor of it would drop SQLite's locks (sqlite.org/howtocorrupt.html, 2.2)
   */
  static boolean isWhole(Path file, FileChannel head) {
    try {
      for (int attempt = 0; attempt < 3; attempt++) {
        if (hasAllPages(file, head)) {
          return true;
        }
        Thread.sleep(100);
      }
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean hasAllPages(Path file, FileChannel channel) throws IOException {
    var head = ByteBuffer.allocate(100);
    long size = Files.size(file);
    if (channel.read(head, 0) < head.capacity()) {
      return size == 0;
    }
    int pageSize = Short.toUnsignedInt(head.getShort(16));
    boolean valid = head.getInt(24) == head.getInt(92);
    long pages = Integer.toUnsignedLong(head.getInt(28));
    return !valid || size >= pages * (pageSize == 1 ? 65_536 : pageSize);
  }

  /**
   * Writes a consistent copy of the file as it is now; a reader of the copy needs no log. Writers
   * go on meanwhile, in this process and in others.
   *
   * @param target a file that is not there yet, or is empty; its owner's alone
   */
  static void copy(Path file, Path target) {
    create(target);
    try (var connection = writer(file, "full")) {
      connection.update("vacuum into ?", target.toString());
    }
  }

  /** The same, which appears whole and on the disk, and takes the place of an older one. */
  static void copyAtomically(Path file, Path target) throws IOException {
    var partial = target.resolveSibling(target.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    copy(file, partial);
    try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Makes the file, where it is missing, for its owner's eyes only: it holds hashes of passwords.
   */
  static void create(Path file) {
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
                : Set.<FileAttribute<?>>of();
        Files.createFile(file, attributes.toArray(FileAttribute[]::new));
      }
    } catch (IOException e) {
      throw Problem.unavailable(
          "database_unavailable", "Cannot make the database file " + file + ": " + e, 30);
    }
  }

  /** Ends the statement that runs on a connection; called from another thread. */
  static void interrupt(Connection connection) {
    try {
      ((org.sqlite.SQLiteConnection) connection).getDatabase().interrupt();
    } catch (SQLException e) {
      throw new DatabaseException("cannot interrupt a statement", e);
    }
  }

  /** Runs one pragma and returns its value, or an empty text. */
  static String pragma(Connection connection, String pragma) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (!statement.execute("pragma " + pragma)) {
        return "";
      }
      try (var results = statement.getResultSet()) {
        return results.next() ? String.valueOf(results.getString(1)) : "";
      }
    }
  }
}
