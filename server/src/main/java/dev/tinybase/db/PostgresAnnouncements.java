package dev.tinybase.db;

import dev.tinybase.threads.LoopThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells other nodes of changes and hears of theirs, by numbers in a table that grow with each
 * change. They are compared twice a second on a connection of its own: nothing is lost with a
 * connection, and what is silent is known to be broken.
 */
final class PostgresAnnouncements implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PostgresAnnouncements.class.getName());
  private static final int INTERVAL_MILLIS = 500;
  private static final int TIMEOUT_SECONDS = 2;

  /** Rows for each topic and node, so that those who announce seldom wait for each other. */
  private static final int SLOTS = 16;

  private final PostgresPool pool;
  private final ForeignChanges changes;
  private final String node = UUID.randomUUID().toString();
  private final Map<String, Long> known = new HashMap<>();
  private volatile long lastLook = System.nanoTime();
  private volatile boolean closed;
  private @Nullable LoopThread thread; // guarded by this
  private boolean failed; // the thread's own

  PostgresAnnouncements(PostgresPool pool, ForeignChanges changes) {
    this.pool = pool;
    this.changes = changes;
  }

  /** Adds the news to the transaction, as its last statements: they hold up other news. */
  void announce(Sql sql, Set<Topic> topics) {
    for (var topic : topics) {
      sql.update(
          "insert into _announcements (topic, node, slot, number, at) values (?, ?, ?, 1, now())"
              + " on conflict (topic, node, slot) do update"
              + " set number = _announcements.number + 1, at = now()",
          topic.name(),
          node,
          ThreadLocalRandom.current().nextInt(SLOTS));
    }
  }

  /** Begins to look; once. */
  synchronized void start() {
    if (thread == null && !closed) {
      lastLook = System.nanoTime();
      thread = LoopThread.start("tinybase-announcements", this::listen);
    }
  }

  /** Whether it has looked lately. */
  synchronized boolean isCurrent() {
    return thread == null || System.nanoTime() - lastLook < ForeignChanges.BOUND.toNanos();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void listen() {
    try (var connection = pool.single(TIMEOUT_SECONDS)) {
      while (!closed) {
        look(connection);
        if (failed) {
          LOG.log(System.Logger.Level.INFO, "Changes of other nodes are heard again");
        }
        failed = false;
        pause();
      }
    } catch (Exception e) {
      if (!failed && !closed) {
        LOG.log(
            System.Logger.Level.WARNING, "Changes of other nodes are not heard: {0}", e.toString());
      }
      failed = true;
      pause();
    }
  }

  /** A number that is new or another than before is a change; at first, all of them are. */
  private void look(Connection connection) throws SQLException {
    var changed = EnumSet.noneOf(Topic.class);
    try (var statement =
        connection.prepareStatement(
            "select topic, node, slot, number from _announcements where node <> ?")) {
      statement.setString(1, node);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var topic = rows.getString(1);
          var number = rows.getLong(4);
          var before = known.put(topic + " " + rows.getString(2) + " " + rows.getInt(3), number);
          if (before == null || before != number) {
            Stream.of(Topic.values()).filter(one -> one.name().equals(topic)).forEach(changed::add);
          }
        }
      }
    }
    changes.changed(changed);
    lastLook = System.nanoTime();
  }

  /** Rows of nodes that are gone, or that had nothing to tell for a month. */
  static long removeOld(Sql sql) {
    return sql.update("delete from _announcements where at < now() - interval '30 days'");
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loops look at it.
    }
  }
}
