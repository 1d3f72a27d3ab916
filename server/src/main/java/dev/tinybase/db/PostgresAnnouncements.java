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
  private static final int INTERVAL_MILLIS = 500;
  private static final int TIMEOUT_SECONDS = 2;

  /** Rows for each topic and node, so that those who announce seldom wait for each other. */
  private static final int SLOTS = 16;

  private final PostgresPool pool;
  private final ForeignChanges changes;
  private final String node = UUID.randomUUID().toString();
  private Map<String, Long> known = Map.of(); // the loop's own
  private volatile long lastLook = System.nanoTime();
  private @Nullable LoopThread loop; // guarded by this
  private @Nullable Connection connection; // the loop's own

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
    if (loop == null) {
      lastLook = System.nanoTime();
      loop = LoopThread.start("tinybase-announcements", this::turn, this::disconnect);
    }
  }

  /** Whether it has looked lately. */
  synchronized boolean isCurrent() {
    return loop == null || System.nanoTime() - lastLook < ForeignChanges.BOUND.toNanos();
  }

  @Override
  public synchronized void close() {
    if (loop != null) {
      loop.interrupt();
    }
  }

  /** Looks, after a failure on another connection. */
  private void turn() throws SQLException, InterruptedException {
    boolean looked = false;
    try {
      look(connected());
      looked = true;
    } finally {
      if (!looked) {
        disconnect();
      }
    }
    Thread.sleep(INTERVAL_MILLIS);
  }

  private Connection connected() throws SQLException {
    var open = connection;
    if (open == null) {
      open = pool.single(TIMEOUT_SECONDS);
      connection = open;
    }
    return open;
  }

  private void disconnect() throws SQLException {
    try (var _ = connection) {
      connection = null;
    }
  }

  /** A number that is new or another than before is a change; at first, all of them are. */
  private void look(Connection connection) throws SQLException {
    var changed = EnumSet.noneOf(Topic.class);
    var numbers = new HashMap<String, Long>();
    try (var statement =
        connection.prepareStatement(
            "select topic, node, slot, number from _announcements where node <> ?")) {
      statement.setString(1, node);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var topic = rows.getString(1);
          var key = topic + " " + rows.getString(2) + " " + rows.getInt(3);
          var number = rows.getLong(4);
          numbers.put(key, number);
          if (!Long.valueOf(number).equals(known.get(key))) {
            Stream.of(Topic.values()).filter(one -> one.name().equals(topic)).forEach(changed::add);
          }
        }
      }
    }
    changes.changed(changed);
    known = numbers;
    lastLook = System.nanoTime();
  }

  /** Rows of nodes that are gone, or that had nothing to tell for a month. */
  static long removeOld(Sql sql) {
    return sql.update("delete from _announcements where at < now() - interval '30 days'");
  }
}
