package dev.tinybase.db;

import dev.tinybase.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database it is and how large.
 *
 * @param engine {@code sqlite} or {@code postgresql}
 * @param version of SQLite's library or of PostgreSQL's server
 * @param location the URL without a password
 * @param bytes all that it takes on the disk; on SQLite the file and its write-ahead log
 * @param file SQLite's; null elsewhere
 */
public record DatabaseInfo(
    String engine, String version, String location, long bytes, @Nullable Path file) {
  private static final String POSTGRES =
      "select current_setting('server_version'), pg_database_size(current_database())";

  /** Asks the database. */
  public static DatabaseInfo of(Database database, Settings.Database settings) {
    var url = DatabaseUrl.parse(settings.url());
    return switch (url) {
      case DatabaseUrl.Sqlite sqlite -> {
        var version =
            database.read(sql -> sql.first("select sqlite_version()", row -> row.text(1)));
        yield new DatabaseInfo(
            "sqlite", version.orElseThrow(), url.display(), bytes(sqlite.file()), sqlite.file());
      }
      case DatabaseUrl.Postgres _ ->
          database
              .read(sql ->
                  sql.first(
                      POSTGRES,
                      row ->
                          new DatabaseInfo(
                              "postgresql", row.text(1), url.display(), row.integer(2), null)))
              .orElseThrow();
    };
  }

  private static long bytes(Path file) {
    return size(file) + size(Path.of(file + "-wal"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // a log that is not there, or not any more
    }
  }
}
