package dev.tinybase.changes;

import dev.tinybase.db.Sql;
import java.time.Duration;
import java.util.Set;

/**
 * A registered reader of the log whose position is kept in the database. It gets each change of its
 * collections at least once: again after a crash, until it was acknowledged.
 */
public final class ChangeConsumer {
  private final ChangeLog log;
  private final String name;
  private final Set<Integer> collections;

  ChangeConsumer(ChangeLog log, String name, Set<Integer> collections) {
    this.log = log;
    this.name = name;
    this.collections = Set.copyOf(collections);
  }

  /** The number of the last change that was acknowledged. */
  public long position() {
    return log.position(name);
  }

  /**
   * The next changes of its collections, out of so many of all. There may be none of its own among
   * them: the batch's position is to be acknowledged all the same.
   */
  public Change.Batch next(int limit) {
    return mine(log.read(position(), limit));
  }

  /**
   * Its changes after a number, up to another one: for who keeps the position himself.
   *
   * @param end the last number to look at, which must have been given
   * @return whose position is the end where there are no more of its own before it; with a gap
   *     where some after that number were removed unread
   */
  public Change.Batch next(long after, long end, int limit) {
    return log.read(name, collections.contains(ChangeLog.ALL), after, end, limit);
  }

  /** How many changes it has still to read, so many at most. */
  public long unread(long most) {
    return log.unread(name, collections.contains(ChangeLog.ALL), most);
  }

  /** As {@link #next}, but waits for a while when there are none. */
  public Change.Batch await(int limit, Duration longest) throws InterruptedException {
    return mine(log.await(position(), limit, longest));
  }

  /**
   * Goes on after that number from now on. Within the transaction that does what the changes call
   * for, each of them has its effect exactly once.
   *
   * @return false where that number was acknowledged before
   */
  public boolean acknowledge(Sql sql, long position) {
    return log.acknowledge(sql, name, position);
  }

  /**
   * Says that it is still there, and has nothing to do up to a number; another one may have
   * acknowledged more.
   */
  public void touch(Sql sql, long position) {
    log.touch(sql, name, position);
  }

  private Change.Batch mine(Change.Batch batch) {
    var changes =
        batch.changes().stream().filter(logged -> isMine(logged.change().collection())).toList();
    return new Change.Batch(changes, batch.position(), batch.gap());
  }

  private boolean isMine(int collection) {
    return collections.contains(collection)
        || (collection > ChangeLog.ALL && collections.contains(ChangeLog.ALL));
  }
}
