package dev.tinybase.testing;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Databases;
import dev.tinybase.db.Migrations;
import java.time.Clock;

/** The two databases that every test of data runs on. */
public enum Engine {
  SQLITE,
  POSTGRES;

  /** A database of its own, with the tables of the system and nothing in them. */
  public Database fresh() {
    return open(migratedUrl());
  }

  /** The URL of a database of its own, with the tables of the system and nothing in them. */
  public String migratedUrl() {
    return switch (this) {
      case SQLITE -> SqliteTemplate.copy();
      case POSTGRES -> PostgresServer.get().migrated();
    };
  }

  /** The URL of a database of its own that is empty. */
  public String freshUrl() {
    return switch (this) {
      case SQLITE -> SqliteTemplate.url(TempFolder.next());
      case POSTGRES -> PostgresServer.get().empty();
    };
  }

  /** The default settings for a URL. */
  public static Settings.Database settings(String url) {
    return new Settings.Database(url, "full", 0, 10_000, 5, 30);
  }

  /** Opens a database that exists already, for example a second time. */
  public static Database open(String url) {
    return Databases.open(settings(url));
  }

  static void migrate(String url) {
    try (var database = open(url)) {
      new Migrations(database, Clock.systemUTC()).upgrade();
    }
  }
}
