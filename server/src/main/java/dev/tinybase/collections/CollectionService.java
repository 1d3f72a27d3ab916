package dev.tinybase.collections;

import dev.tinybase.db.Database;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The collections of the instance: their schemas, their options, and the tables of their records.
 * Who may change them is the caller's to decide.
 *
 * <p>All collections are kept as they were when last read, in an immutable snapshot that is
 * replaced as a whole. It is read anew after changes of our own and of other processes. A name that
 * is not in it is looked for in the database first: a command may have made it a moment ago.
 */
public final class CollectionService {
  private final Database database;
  private final InstantSource clock;
  private final CollectionStore store;
  private final boolean severalNodes;

  /** By number: the versions that this process has written, or is about to. */
  private final Map<Integer, Integer> newestVersions = new ConcurrentHashMap<>();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Snapshot snapshot;

  public CollectionService(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.store = new CollectionStore(database.dialect());
    this.severalNodes = !database.dialect().isSqlite();
    database.onForeignChange(Topic.COLLECTIONS, this::reload);
  }

  /** Every collection, by name. */
  public List<Collection> list() {
    return current().sorted();
  }

  /** The collection of that name. */
  public Optional<Collection> find(String name) {
    var known = current();
    var found = known.byName().get(name);
    if (found == null && NewCollection.isName(name) && isStored(name)) {
      found = refresh(known).byName().get(name);
    }
    return Optional.ofNullable(found);
  }

  private boolean isStored(String name) {
    return database.read(sql -> store.isThere(sql, name));
  }

  /** The collection of that name; 404 without one. */
  public Collection get(String name) {
    return find(name).orElseThrow(() -> CollectionBatch.notFound(name));
  }

  /** The collection of that number; where it is not known yet, as the database has it now. */
  public Optional<Collection> numbered(int number) {
    return numbered(current(), number).or(() -> numbered(reload(), number));
  }

  private static Optional<Collection> numbered(Snapshot all, int number) {
    return all.sorted().stream().filter(it -> it.number() == number).findFirst();
  }

  /**
   * Calls the listener after all collections were read anew and are others than before, on the
   * thread that has read them, which may be in a transaction.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** The collection as the database has it now, for callers whose snapshot has proved outdated. */
  public Collection reload(String name) {
    reload();
    return get(name);
  }

  /**
   * Makes a collection and its table.
   *
   * @throws Problem 422 for a bad name or label, 400 for a bad schema or options, or a name taken
   */
  public Collection create(NewCollection wish) {
    return create(wish, false);
  }

  /**
   * Whether the collection is another now than the one that was seen. To be called after reading
   * records, because what was read may have come after the change.
   */
  public boolean hasChanged(Collection seen) {
    var current = isOutdated(seen) ? reload(seen.name()) : get(seen.name());
    return current.number() != seen.number() || current.schemaVersion() != seen.schemaVersion();
  }

  /**
   * Refuses what was checked against an older version of the collection than this process knows.
   *
   * @throws SchemaChanged when this process has changed the collection since
   */
  public void requireCurrent(Collection seen) {
    if (isOutdated(seen)) {
      throw new SchemaChanged("the collection '" + seen.name() + "' has changed");
    }
  }

  /**
   * To be called within a work that writes records, after its last statement: refuses what was
   * checked against another version of the collection, its schema or its access rules, than the one
   * in place. A change keeps writers off the table from before it looks at the records until it is
   * committed; a write that waited for it sees the new version here.
   *
   * @throws SchemaChanged when this process or another node has changed the collection since
   */
  public void requireCurrent(Sql sql, Collection seen) {
    requireCurrent(seen);
    if (severalNodes && store.version(sql, seen.number()) != seen.schemaVersion()) {
      throw new SchemaChanged("the collection '" + seen.name() + "' has changed");
    }
  }

  /** Changes a collection: everything or, where something stands in the way, nothing. */
  public CollectionChange update(String name, CollectionUpdate update) {
    return together(update.dryRun(), batch -> batch.change(name, update));
  }

  /**
   * Deletes a collection.
   *
   * @param dropRecords whether its records may go with it
   * @throws Problem 404 without it; 409 where it holds records that may not go
   */
  public void delete(String name, boolean dropRecords) {
    together(
        false,
        batch -> {
          batch.delete(name, dropRecords);
          return name;
        });
  }

  /** Makes the collection, or changes the one of that name to be as wished. */
  public CollectionChange apply(NewCollection wish, Set<String> drop, boolean dryRun) {
    if (find(wish.name()).isEmpty()) {
      return new CollectionChange(create(wish, dryRun), true, List.of());
    }
    return update(
        wish.name(),
        new CollectionUpdate(wish.label(), wish.schema(), wish.options(), drop, null, dryRun));
  }

  /**
   * Makes, changes and deletes collections, and writes what belongs to that, in one transaction:
   * all of it or, where something stands in the way, nothing.
   *
   * @param dryRun whether to take it back at its end, so that what it tells is what would happen
   */
  public <T> T together(boolean dryRun, Function<CollectionBatch, T> work) {
    refuseInTransaction();
    var versions = dryRun ? new HashMap<Integer, Integer>() : newestVersions;
    Set<Integer> changed = ConcurrentHashMap.newKeySet();
    try {
      return DryRun.write(
          database,
          dryRun,
          sql ->
              work.apply(
                  new CollectionBatch(
                      sql,
                      store,
                      now(),
                      (collection, version) -> {
                        versions.put(collection.number(), version);
                        changed.add(collection.number());
                      })));
    } catch (RuntimeException e) {
      changed.forEach(versions::remove);
      throw e;
    } finally {
      reload();
    }
  }

  private Collection create(NewCollection wish, boolean dryRun) {
    var draft = CollectionBatch.draft(wish, now());
    return together(dryRun, batch -> batch.insert(draft));
  }

  /** Everybody works with what the cache holds, which must not be what may be undone yet. */
  private void refuseInTransaction() {
    if (database.inTransaction()) {
      throw new IllegalStateException("a collection changes in a transaction of its own");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private boolean isOutdated(Collection seen) {
    return newestVersions.getOrDefault(seen.number(), 0) > seen.schemaVersion();
  }

  private Snapshot current() {
    var known = snapshot;
    return known == null ? reload() : known;
  }

  /** Reads everything that has changed. */
  private Snapshot reload() {
    return refresh(null);
  }

  /**
   * Reads everything that has changed.
   *
   * @param seen only where nothing newer than this is known; null for in any case
   */
  private Snapshot refresh(@Nullable Snapshot seen) {
    Snapshot read;
    boolean changed;
    synchronized (this) {
      var known = snapshot;
      if (known != null && seen != null && known.readAt() > seen.readAt()) {
        return known;
      }
      read = read(known == null ? List.of() : known.sorted());
      snapshot = read;
      changed = known != null && !known.sorted().equals(read.sorted());
    }
    if (changed) {
      listeners.forEach(Runnable::run);
    }
    return read;
  }

  private Snapshot read(List<Collection> known) {
    long now = System.nanoTime();
    var all = database.read(sql -> store.list(sql, known));
    var byName = all.stream().collect(Collectors.toMap(Collection::name, Function.identity()));
    return new Snapshot(List.copyOf(all), Map.copyOf(byName), now);
  }

  /** What was read at one time. */
  private record Snapshot(List<Collection> sorted, Map<String, Collection> byName, long readAt) {}
}
