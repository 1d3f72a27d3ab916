package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.text.Texts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Opens the database that the settings name. */
public final class Databases {
  private Databases() {}

  /**
   * Connects, without migrating (see {@link Migrations}). An {@link IllegalArgumentException} for a
   * malformed URL, a {@link dev.tinybase.errors.Problem} where the database cannot be used.
   */
  public static Database open(Settings.Database settings) {
    return switch (DatabaseUrl.parse(settings.url())) {
      case DatabaseUrl.Sqlite url -> SqliteDatabase.open(url.file(), settings);
      case DatabaseUrl.Postgres url -> PostgresDatabase.open(url, settings);
    };
  }

  /**
   * The same, brought to the version of this program; never beneath a server that runs, for an
   * older one would not know the new tables.
   */
  public static Database openUpgraded(Settings.Database settings, Clock clock) {
    var database = open(settings);
    try {
      var migrations = new Migrations(database, clock);
      if (!migrations.pending().isEmpty()) {
        try (var _ = InstanceLock.acquire(settings)) {
          migrations.upgrade();
        }
      }
      return database;
    } catch (Throwable failure) {
      database.close();
      throw failure;
    }
  }

  /** The file of a SQLite database; empty for PostgreSQL. */
  public static Optional<Path> file(Settings.Database settings) {
    return switch (DatabaseUrl.parse(settings.url())) {
      case DatabaseUrl.Sqlite url -> Optional.of(url.file());
      case DatabaseUrl.Postgres _ -> Optional.empty();
    };
  }

  /**
   * Writes a copy of a SQLite file: one consistent state with everything that was committed before,
   * whoever writes meanwhile. It is not forced to the disk.
   *
   * @param target a file that is not there yet, or is empty; its owner's alone
   */
  public static void copy(Path file, Path target) {
    SqliteFile.copy(file, target);
  }

  /**
   * The command that writes a PostgreSQL database into a file; it asks for the password, or takes
   * it from {@code PGPASSWORD} or {@code ~/.pgpass}. Empty for SQLite.
   */
  public static Optional<String> dumpCommand(Settings.Database settings, String file) {
    return postgres(settings)
        .map(url ->
            "pg_dump --format=custom%s --file=%s %s"
                .formatted(
                    Optional.ofNullable(url.parameters().get("currentSchema"))
                        .map(schema -> " --schema=" + Texts.shellWord(schema))
                        .orElse(""),
                    Texts.shellWord(file),
                    Texts.shellWord(url.libpq())));
  }

  /** The command that reads such a file into an empty database. */
  public static Optional<String> restoreCommand(Settings.Database settings, String file) {
    return postgres(settings)
        .map(url ->
            "pg_restore --exit-on-error --single-transaction --no-owner --dbname=%s %s"
                .formatted(Texts.shellWord(url.libpq()), Texts.shellWord(file)));
  }

  private static Optional<DatabaseUrl.Postgres> postgres(Settings.Database settings) {
    return switch (DatabaseUrl.parse(settings.url())) {
      case DatabaseUrl.Sqlite _ -> Optional.empty();
      case DatabaseUrl.Postgres url -> Optional.of(url);
    };
  }

  /** The URL without its password, for people. */
  public static String display(String url) {
    return DatabaseUrl.parse(url).display();
  }

  /**
   * How many carrier threads the virtual threads need ({@code
   * jdk.virtualThreadScheduler.parallelism}): a call into SQLite occupies its carrier, so there
   * must be more of them than readers, or waiting reads would stall everything else.
   */
  public static int carriers(Settings.Database settings) {
    int cores = Runtime.getRuntime().availableProcessors();
    return switch (DatabaseUrl.parse(settings.url())) {
      case DatabaseUrl.Sqlite _ -> cores + SqliteDatabase.connections(settings.readers());
      case DatabaseUrl.Postgres _ -> cores;
    };
  }
}
