package dev.tinybase.changes;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which node serves which consumers: one at a time each, by leases in the database's time. On
 * SQLite, which one server has for itself, there are none.
 */
public final class ConsumerLeases {
  private static final String POSITION = "select position from _change_consumers where name = ?";

  private final Database database;
  private final boolean alone;
  private final String node;
  private final double millis;

  /**
   * The leases of a node.
   *
   * @param node its name among those of one database
   * @param lease how long a node that is not heard of keeps its consumers
   */
  public ConsumerLeases(Database database, String node, Duration lease) {
    this.database = database;
    this.alone = database.dialect().isSqlite();
    this.node = node;
    this.millis = lease.toMillis();
  }

  /**
   * Takes a consumer, unless another node has it.
   *
   * @return its position; nothing where another one has it, or nobody knows it
   */
  public OptionalLong claim(String consumer) {
    return alone
        ? database.read(sql -> position(sql, POSITION, consumer))
        : database.write(sql ->
            position(
                sql,
                "update _change_consumers set lease_owner = ?, lease_until = "
                    + leaseEnd()
                    + " where name = ? and (lease_owner is null or lease_owner = ?"
                    + " or lease_until < clock_timestamp()) returning position",
                node,
                millis,
                consumer,
                node));
  }

  private static OptionalLong position(Sql sql, String statement, Object... parameters) {
    return sql.first(statement, row -> OptionalLong.of(row.integer(1)), parameters)
        .orElseGet(OptionalLong::empty);
  }

  private static String leaseEnd() {
    return "clock_timestamp() + cast(? as double precision) * interval '1 millisecond'";
  }

  /**
   * Says that a consumer is done with what comes up to a position, which may be where it was.
   *
   * @return false where it is another node's now: then whatever its changes called for is to be
   *     undone with the transaction
   */
  public boolean acknowledge(Sql sql, String consumer, long position, Instant now) {
    var set =
        "update _change_consumers set position = case when position < ? then ? else position end,"
            + " updated_at = ? where name = ?";
    int done =
        alone
            ? sql.update(set, position, position, now, consumer)
            : sql.update(set + " and lease_owner = ?", position, position, now, consumer, node);
    return done > 0;
  }

  /** Gives back the leases of some consumers, and extends all others of this node. */
  public void renew(Set<String> idle) {
    if (!alone) {
      database.write(sql -> {
        release(sql, idle);
        return sql.update(
            "update _change_consumers set lease_until = " + leaseEnd() + " where lease_owner = ?",
            millis,
            node);
      });
    }
  }

  /** Gives back whatever this node has. */
  public void releaseAll() {
    if (!alone) {
      database.write(sql -> {
        release(sql, names(sql));
        return true;
      });
    }
  }

  private List<String> names(Sql sql) {
    return sql.list(
        "select name from _change_consumers where lease_owner = ?", row -> row.text(1), node);
  }

  private void release(Sql sql, Collection<String> consumers) {
    for (var name : consumers) {
      sql.update(
          "update _change_consumers set lease_owner = null, lease_until = null"
              + " where name = ? and lease_owner = ?",
          name,
          node);
    }
  }
}
