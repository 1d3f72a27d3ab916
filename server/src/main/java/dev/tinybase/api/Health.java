package dev.tinybase.api;

import dev.tinybase.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the server should get requests: not while it stops, nor without its database. */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final Database database;
  private volatile boolean draining;

  Health(Database database) {
    this.database = database;
  }

  /** From now on the server is about to stop. */
  void drain() {
    draining = true;
  }

  boolean draining() {
    return draining;
  }

  /** Whether the database reads, and took the last write. */
  boolean databaseWorks() {
    try {
      return database.read(sql -> sql.number("select 1")) == 1 && database.status().writable();
    } catch (RuntimeException e) {
      LOG.warn("the database does not answer: {}", e.toString());
      return false;
    }
  }
}
