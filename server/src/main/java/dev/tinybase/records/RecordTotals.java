package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.filters.SqlFragment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many records a list has in all, exactly. The number of a collection's records is kept: on
 * SQLite by triggers, on PostgreSQL as a sum over the sessions of writers. On SQLite triggers also
 * count the changes of each collection within their transactions, so the total of a filter is known
 * as long as that number is the same, whoever writes. PostgreSQL has no such number: its writers
 * would wait for each other's row.
 */
final class RecordTotals {
  private static final long MOST_BYTES = 2 << 20;
  private static final int LARGEST = 8 << 10;

  /** Rows of sessions that a collection may have before they are summed up. */
  private static final int MOST_SESSIONS = 16;

  /** Collections that are summed up one after the other before others are looked for. */
  private static final int MOST_COLLECTIONS = 1000;

  private final Cache<Key, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Key key, Known _) -> key.bytes())
          .build();

  private final boolean hasTriggers;

  RecordTotals(Dialect dialect) {
    hasTriggers = dialect.isSqlite();
  }

  /** Whether triggers count records and their changes. */
  boolean hasTriggers() {
    return hasTriggers;
  }

  /** What counts so many records more in the statement that follows, where no trigger does. */
  String counting(int collection, int more) {
    return hasTriggers ? "" : "with counted as (" + count(collection, "" + more) + ") ";
  }

  private static String count(int collection, String more) {
    return """
    insert into _record_counts as c (collection, session, total) values (%d, pg_backend_pid(), %s)
    on conflict (collection, session) do update set total = c.total + excluded.total\
    """
        .formatted(collection, more);
  }

  /** The text that asks for the number of all records of a collection. */
  static String all(int collection) {
    return "select cast(coalesce(sum(total), 0) as bigint) from _record_counts where collection = "
        + collection;
  }

  /** The number of records of each collection that has any, by the collection's number. */
  static Map<Integer, Long> all(Sql sql) {
    var totals = new HashMap<Integer, Long>();
    sql.each(
        "select collection, cast(sum(total) as bigint) from _record_counts group by collection",
        row -> totals.put((int) row.integer(1), row.integer(2)));
    return totals;
  }

  /** Collections for which many sessions have counted. */
  List<Integer> crowded(Sql sql) {
    return hasTriggers
        ? List.of()
        : sql.list(
            "select collection from _record_counts group by collection having count(*) > ? limit ?",
            row -> (int) row.integer(1),
            MOST_SESSIONS,
            MOST_COLLECTIONS);
  }

  /**
   * Replaces the counts of all sessions by their sum, in a transaction of its own: writers whose
   * counts it replaces wait for its end. It leaves out those who are in a transaction.
   */
  long sumUp(Sql sql, int collection) {
    var text =
        """
        with counts as (
          delete from _record_counts where collection = ? and session in (
            select session from _record_counts where collection = ? for update skip locked)
          returning total)
        select cast(coalesce(sum(total), 0) as bigint) from counts
        """;
    long total = sql.number(text, collection, collection);
    sql.update(count(collection, "?"), total);
    return total;
  }

  /**
   * The number of records that the condition picks.
   *
   * @param committed whether the connection reads what is committed: the changes of an open
   *     transaction get the same number as those that are committed in their place
   */
  long count(Sql sql, RecordTable table, SqlFragment where, boolean committed) {
    if (where.sql().isEmpty()) {
      return sql.number(table.total());
    }
    if (!hasTriggers || !committed) {
      return sql.number(table.select("count(*)") + where.where(), where.with());
    }
    return remembered(sql, table, new Key(table.collection().number(), where));
  }

  private long remembered(Sql sql, RecordTable table, Key key) {
    var before = known.getIfPresent(key);
    if (before != null && before.changes() == sql.number(changes(key))) {
      return before.total();
    }
    // One statement reads one state: the total belongs to the number that stands beside it.
    var text = table.select("count(*), (" + changes(key) + ")") + key.where().where();
    var found =
        sql.first(text, row -> new Known(row.integer(1), row.integer(2)), key.where().with())
            .orElseThrow();
    if (key.bytes() <= LARGEST) {
      known.put(key, found);
    }
    return found.total();
  }

  private static String changes(Key key) {
    return "select changes from _record_counts where collection = " + key.collection();
  }

  private record Known(long total, long changes) {}

  private record Key(int collection, SqlFragment where) {
    /** What an entry takes, roughly. */
    int bytes() {
      int bytes = 200 + where.sql().length();
      for (var parameter : where.parameters()) {
        bytes += 40 + (parameter instanceof String text ? text.length() : 0);
      }
      return bytes;
    }
  }
}
