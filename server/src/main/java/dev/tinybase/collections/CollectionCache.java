package dev.tinybase.collections;

import dev.tinybase.db.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All collections as they were when last read; an immutable snapshot that is replaced as a whole.
 * It is read anew after changes of our own and of other processes. A name that is not in it is
 * looked for in the database at most once a second, so that guessing names costs nothing.
 */
final class CollectionCache {
  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final CollectionStore store;
  private final Map<Integer, Integer> newestVersions = new ConcurrentHashMap<>();
  private volatile @Nullable Snapshot snapshot;

  CollectionCache(Database database, CollectionStore store) {
    this.database = database;
    this.store = store;
  }

  /** Every collection by name, sorted. */
  List<Collection> list() {
    return current().sorted();
  }

  @Nullable Collection find(String name) {
    var known = current();
    var found = known.byName().get(name);
    if (found == null && System.nanoTime() - known.readAt() > RECHECK_NANOS) {
      found = refresh(known).byName().get(name);
    }
    return found;
  }

  /** Reads everything that has changed. */
  synchronized Snapshot reload() {
    var known = snapshot;
    long now = System.nanoTime();
    var all =
        database.read(
            sql -> store.list(sql, known == null ? List.<Collection>of() : known.sorted()));
    var byName = all.stream().collect(Collectors.toMap(Collection::name, Function.identity()));
    var read = new Snapshot(List.copyOf(all), Map.copyOf(byName), now);
    snapshot = read;
    return read;
  }

  /** Reads anew unless somebody else has done so meanwhile. */
  private synchronized Snapshot refresh(Snapshot seen) {
    var known = snapshot;
    return known != null && known.readAt() > seen.readAt() ? known : reload();
  }

  private Snapshot current() {
    var known = snapshot;
    return known == null ? reload() : known;
  }

  /**
   * Notes the version that a change is about to commit. It is known from before the commit, so that
   * a record which was checked against an older version, and whose write comes after the change,
   * never slips in.
   */
  void coming(Collection changed) {
    newestVersions.put(changed.number(), changed.schemaVersion());
  }

  /** Forgets the version of a change that failed after all. */
  void failed(int number) {
    newestVersions.remove(number);
  }

  /** Whether this process has written a newer version, or is about to. */
  boolean isOutdated(Collection seen) {
    return newestVersions.getOrDefault(seen.number(), 0) > seen.schemaVersion();
  }

  /** What was read at one time. */
  record Snapshot(List<Collection> sorted, Map<String, Collection> byName, long readAt) {}
}
