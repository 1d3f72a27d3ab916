package dev.tinybase.changes;

import dev.tinybase.changes.Change.Logged;
import dev.tinybase.changes.Change.Operation;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the log. On SQLite a change gets its number when it is written: there is one
 * writer. On PostgreSQL whoever reads numbers what is committed: writers need not wait for each
 * other, and a change that commits late gets a later number.
 */
final class ChangeTable {
  /** Rows of one insert: few enough for its text to be worth keeping. */
  private static final int ROWS = 50;

  /** Rows that one transaction numbers or removes. */
  static final int SLICE = 1000;

  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT =
      "insert into _changes (collection, record_id, operation, actor, at, before, after, cause)"
          + " values ";

  private final boolean numbersLater;
  private final String insertMany = INSERT + String.join(", ", Collections.nCopies(ROWS, ROW));
  private final String read;
  private final String readOwn;
  private final String allConsumers;

  ChangeTable(Dialect dialect) {
    numbersLater = !dialect.isSqlite();
    var select =
        "select seq, collection, %s, operation, %s, %s, before, after, cause from _changes"
            .formatted(
                dialect.select(ColumnType.UUID, "record_id"),
                dialect.select(ColumnType.UUID, "actor"),
                dialect.select(ColumnType.TIMESTAMP, "at"));
    allConsumers =
        "select name, %s from _change_consumers where substr(name, 1, ?) = ? order by name"
            .formatted(dialect.select(ColumnType.TIMESTAMP, "updated_at"));
    read = select + " where seq > ? order by seq limit ?";
    readOwn =
        select
            + " where seq > ? and seq <= ? and (collection in (select collection from"
            + " _change_subscriptions where consumer = ?) or (? = 1 and collection > 0))"
            + " order by seq limit ?";
  }

  void insert(Sql sql, List<Change> changes) {
    int done = 0;
    for (; done + ROWS <= changes.size(); done += ROWS) {
      sql.update(insertMany, parameters(changes.subList(done, done + ROWS)));
    }
    for (var change : changes.subList(done, changes.size())) {
      sql.update(INSERT + ROW, parameters(List.of(change)));
    }
  }

  private static @Nullable Object[] parameters(List<Change> changes) {
    var parameters = new ArrayList<@Nullable Object>(changes.size() * 8);
    for (var change : changes) {
      parameters.add(change.collection());
      parameters.add(change.recordId());
      parameters.add(change.operation().name().toLowerCase(Locale.ROOT));
      parameters.add(change.actor());
      parameters.add(change.at());
      parameters.add(change.before());
      parameters.add(change.after());
      parameters.add(change.cause());
    }
    return parameters.toArray();
  }

  boolean isEmpty(Sql sql) {
    return sql.number("select count(*) from (select 1 from _changes limit 1) c") == 0;
  }

  /** Whether there are changes without a number. */
  boolean isNumbering(Sql sql) {
    return numbersLater
        && sql.number("select count(*) from (select 1 from _changes where seq is null limit 1) c")
            > 0;
  }

  /**
   * Numbers what is committed and has no number yet, in the order in which it was written: of two
   * changes of one record the later one was written when the earlier one was committed, so it has
   * the larger id, and is never seen without it. The lock lets one at a time do this.
   *
   * @return the last number given
   */
  long number(Sql sql) {
    if (!numbersLater) {
      return sql.number("select seq from sqlite_sequence where name = '_changes'");
    }
    long last =
        sql.number("select cast(value as bigint) from _meta where key = 'change_seq' for update");
    int numbered;
    do {
      numbered =
          sql.update(
              "update _changes c set seq = ? + n.place from"
                  + " (select id, row_number() over (order by id) as place from"
                  + " (select id from _changes where seq is null order by id limit ?) w) n"
                  + " where c.id = n.id",
              last,
              SLICE);
      last += numbered;
    } while (numbered == SLICE);
    sql.update("update _meta set value = ? where key = 'change_seq'", Long.toString(last));
    return last;
  }

  Change.Batch read(Sql sql, long after, int limit) {
    var changes = sql.list(read, ChangeTable::logged, after, limit);
    boolean next = !changes.isEmpty() && changes.getFirst().seq() == after + 1;
    // Looked at last, so that what is removed meanwhile is missed by both or told.
    boolean gap = !next && removed(sql) > after;
    long position = changes.isEmpty() ? after : changes.getLast().seq();
    return new Change.Batch(changes, position, gap);
  }

  /** The number of the last change, of those that have one. */
  long last(Sql sql) {
    return sql.number(
        numbersLater
            ? "select cast(value as bigint) from _meta where key = 'change_seq'"
            : "select seq from sqlite_sequence where name = '_changes'");
  }

  /** As {@link #read}, of what a consumer wants, up to a number. */
  Change.Batch read(Sql sql, String consumer, boolean all, long after, long end, int limit) {
    var changes = sql.list(readOwn, ChangeTable::logged, after, end, consumer, all ? 1 : 0, limit);
    boolean gap = removed(sql) > after;
    long position = changes.size() == limit ? changes.getLast().seq() : end;
    return new Change.Batch(changes, position, gap);
  }

  /** How many changes a consumer has still to read, so many at most. */
  long unread(Sql sql, String consumer, boolean all, long most) {
    return sql.number(
        "select count(*) from (select 1 from _changes where seq > (select position from"
            + " _change_consumers where name = ?) and (collection in (select collection from"
            + " _change_subscriptions where consumer = ?) or (? = 1 and collection > 0))"
            + " limit ?) c",
        consumer,
        consumer,
        all ? 1 : 0,
        most);
  }

  private static Logged logged(Row row) {
    return new Logged(
        row.integer(1),
        new Change(
            (int) row.integer(2),
            row.uuid(3),
            Operation.valueOf(row.text(4).toUpperCase(Locale.ROOT)),
            row.uuidOrNull(5),
            row.instant(6),
            row.textOrNull(7),
            row.textOrNull(8),
            row.textOrNull(9)));
  }

  static long removed(Sql sql) {
    return sql.number("select cast(value as bigint) from _meta where key = 'changes_removed'");
  }

  /** Of what the consumer has wanted so far only what is known and not wanted any more goes. */
  void register(
      Sql sql,
      String name,
      long position,
      Set<Integer> collections,
      IntPredicate isKnown,
      Instant now) {
    sql.update(
        "insert into _change_consumers (name, position, updated_at) values (?, ?, ?)"
            + " on conflict (name) do nothing",
        name,
        position,
        now);
    var before =
        sql.list(
            "select collection from _change_subscriptions where consumer = ?",
            row -> (int) row.integer(1),
            name);
    for (int collection : before) {
      if (!collections.contains(collection) && isKnown.test(collection)) {
        sql.update(
            "delete from _change_subscriptions where consumer = ? and collection = ?",
            name,
            collection);
      }
    }
    for (int collection : collections) {
      sql.update(
          "insert into _change_subscriptions (consumer, collection) values (?, ?)"
              + " on conflict do nothing",
          name,
          collection);
    }
  }

  void unregister(Sql sql, String name) {
    sql.update("delete from _change_consumers where name = ?", name);
  }

  void touch(Sql sql, String name, long position, Instant now) {
    sql.update(
        "update _change_consumers set position = case when position < ? then ? else position end,"
            + " updated_at = ? where name = ?",
        position,
        position,
        now,
        name);
  }

  Map<String, Instant> consumers(Sql sql, String prefix) {
    var consumers = new TreeMap<String, Instant>();
    sql.each(
        allConsumers, row -> consumers.put(row.text(1), row.instant(2)), prefix.length(), prefix);
    return consumers;
  }

  List<Integer> wanted(Sql sql) {
    return sql.list(
        "select distinct collection from _change_subscriptions", row -> (int) row.integer(1));
  }

  long position(Sql sql, String name) {
    return sql.first(
            "select position from _change_consumers where name = ?", row -> row.integer(1), name)
        .orElseThrow(
            () -> Problem.notFound("consumer_not_found", "Nobody reads changes as '" + name + "'"));
  }

  /** False where the position is not beyond the one that is kept. */
  boolean acknowledge(Sql sql, String name, long position, Instant now) {
    return sql.update(
            "update _change_consumers set position = ?, updated_at = ?"
                + " where name = ? and position < ?",
            position,
            now,
            name,
            position)
        > 0;
  }

  /**
   * Removes the oldest changes that every consumer is done with, or that are beyond the bounds.
   *
   * @return how many; fewer than a slice when there are no more
   */
  int prune(Sql sql, long last, Instant earliest, long rows) {
    long done = sql.number("select coalesce(min(position), ?) from _change_consumers", last);
    long end =
        sql.number(
            "select coalesce(max(seq), 0) from (select seq, at from _changes"
                + " where seq is not null order by seq limit ?) o where seq <= ? or at < ?",
            SLICE,
            Math.max(done, last - rows),
            earliest);
    if (end == 0) {
      return 0;
    }
    sql.update("update _meta set value = ? where key = 'changes_removed'", Long.toString(end));
    return sql.update("delete from _changes where seq <= ?", end);
  }
}
