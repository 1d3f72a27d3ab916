package dev.tinybase.changes;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * The changes of the collections that somebody listens to, in one order. A change is written in the
 * transaction that makes it; a collection that nobody listens to costs one look into a set.
 *
 * <p>Who listens is known on this node when {@link #register} returns, and on the others as soon as
 * they hear of it, which takes a second or two at most while the database can be reached.
 */
public final class ChangeLog {
  /** How long a waiting reader trusts this node's signals: other nodes give none. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /**
   * How much is kept for a consumer that does not read.
   *
   * @param age of the oldest change
   * @param rows the most changes
   */
  public record Retention(Duration age, long rows) {}

  /** In a set of collections: all of them, also those that are made later. */
  public static final int ALL = 0;

  private record Wanted(Set<Integer> numbers, boolean all) {
    static Wanted of(List<Integer> numbers) {
      return new Wanted(Set.copyOf(numbers), numbers.contains(ALL));
    }
  }

  private final Database database;
  private final InstantSource clock;
  private final Retention retention;
  private final ChangeTable table;
  private final Phaser committed = new Phaser(1);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Runnable afterCommit = this::committed;
  private volatile Wanted wanted = Wanted.of(List.of());

  /** The log of a database that is migrated; it keeps a week and a million changes at most. */
  public ChangeLog(Database database, InstantSource clock) {
    this(database, clock, new Retention(Duration.ofDays(7), 1_000_000));
  }

  /** The log of a database that is migrated. */
  public ChangeLog(Database database, InstantSource clock, Retention retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
    this.table = new ChangeTable(database.dialect());
    // In this order: a change between a look and the listening would be missed.
    database.onForeignChange(Topic.CHANGE_CONSUMERS, this::reload);
    reload();
  }

  /** Whether changes of the collection of that number, or events of that number, are logged. */
  public boolean isWanted(int collection) {
    var now = wanted;
    return (now.all() && collection > ALL) || now.numbers().contains(collection);
  }

  /**
   * Logs changes in the transaction that makes them, after the statements that made them: the lock
   * on the record is what keeps the numbers of one record in order.
   */
  public void append(Sql sql, List<Change> changes) {
    table.insert(sql, changes);
    sql.afterCommit(afterCommit);
  }

  /** Calls the listener after each commit of changes by this node; it must return at once. */
  public void onCommit(Runnable listener) {
    listeners.add(listener);
  }

  private void committed() {
    committed.arrive();
    listeners.forEach(Runnable::run);
  }

  /** The changes after a number, the next ones first; nothing that commits later comes before. */
  public Change.Batch read(long after, int limit) {
    number();
    return database.read(sql -> table.read(sql, after, limit));
  }

  private void number() {
    if (database.<Boolean>read(table::isNumbering)) {
      database.write(table::number);
    }
  }

  /** Waits until there is something after a number, or the time is over. */
  public Change.Batch await(long after, int limit, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      int phase = committed.getPhase();
      var batch = read(after, limit);
      long left = end - System.nanoTime();
      if (batch.position() > after || batch.gap() || left <= 0) {
        return batch;
      }
      awaitCommit(phase, Math.min(left, POLL.toNanos()));
    }
  }

  /** Returns when something was committed since that phase, or the time is over. */
  private void awaitCommit(int phase, long nanos) throws InterruptedException {
    try {
      committed.awaitAdvanceInterruptibly(phase, nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // the caller looks again
    }
  }

  /** The number of the last change there is. */
  public long last() {
    number();
    return database.read(table::last);
  }

  /** The number of the last change that was removed, and with it all before. */
  public long removed() {
    return database.read(ChangeTable::removed);
  }

  /** The consumers whose names begin so, and when each of them was last heard of. */
  public Map<String, Instant> consumers(String prefix) {
    return database.read(sql -> table.consumers(sql, prefix));
  }

  Change.Batch read(String consumer, boolean all, long after, long end, int limit) {
    return database.read(sql -> table.read(sql, consumer, all, after, end, limit));
  }

  long unread(String consumer, boolean all, long most) {
    return database.read(sql -> table.unread(sql, consumer, all, most));
  }

  /**
   * Registers who reads the changes of some collections, or of {@link #ALL}, and remembers how far.
   * A new name begins after the last change there is; a name that is known goes on where it was.
   */
  public ChangeConsumer register(String name, Set<Integer> collections) {
    return register(name, collections, _ -> true);
  }

  /**
   * The same for a consumer that several nodes have: collections that this one has not heard of yet
   * stay those that another one has registered.
   */
  public ChangeConsumer register(String name, Set<Integer> collections, IntPredicate isKnown) {
    database.write(sql -> {
      table.register(sql, name, table.number(sql), collections, isKnown, clock.instant());
      return changed(sql);
    });
    return new ChangeConsumer(this, name, collections);
  }

  long position(String name) {
    return database.read(sql -> table.position(sql, name));
  }

  /** See {@link ChangeConsumer#acknowledge}. */
  boolean acknowledge(Sql sql, String name, long position) {
    return table.acknowledge(sql, name, position, clock.instant());
  }

  void touch(Sql sql, String name, long position) {
    table.touch(sql, name, position, clock.instant());
  }

  /** Forgets a consumer: nothing is kept for it any more. */
  public void unregister(String name) {
    database.write(sql -> {
      unregister(sql, name);
      return true;
    });
  }

  /** The same within a transaction. */
  public void unregister(Sql sql, String name) {
    table.unregister(sql, name);
    changed(sql);
  }

  /** Removes what nobody needs any more, and what is beyond the bounds; tells how many changes. */
  public long prune() {
    var earliest = clock.instant().minus(retention.age());
    return database.<Boolean>read(table::isEmpty)
        ? 0
        : database.writeInSlices(
            ChangeTable.SLICE,
            sql -> table.prune(sql, table.number(sql), earliest, retention.rows()));
  }

  private boolean changed(Sql sql) {
    sql.announce(Topic.CHANGE_CONSUMERS);
    sql.afterCommit(this::reload);
    return true;
  }

  private synchronized void reload() {
    wanted = Wanted.of(database.<List<Integer>>read(table::wanted));
  }
}
