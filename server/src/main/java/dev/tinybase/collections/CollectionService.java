package dev.tinybase.collections;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.text.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The collections of the instance: their schemas, their options, and the tables of their records.
 * Who may change them is the caller's to decide.
 *
 * <p>All collections are kept as they were when last read, in an immutable snapshot that is
 * replaced as a whole. It is read anew after changes of our own and of other processes. A name that
 * is not in it is looked for in the database at most once a second, so that guessing names costs
 * nothing.
 */
public final class CollectionService {
  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final InstantSource clock;
  private final CollectionStore store;
  private final boolean severalNodes;

  /** By number: the versions that this process has written, or is about to. */
  private final Map<Integer, Integer> newestVersions = new ConcurrentHashMap<>();

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
    if (found == null && System.nanoTime() - known.readAt() > RECHECK_NANOS) {
      found = refresh(known).byName().get(name);
    }
    return Optional.ofNullable(found);
  }

  /** The collection of that name; 404 without one. */
  public Collection get(String name) {
    return find(name).orElseThrow(() -> notFound(name));
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
    refuseInTransaction();
    try {
      return DryRun.write(database, update.dryRun(), sql -> change(sql, locked(sql, name), update));
    } catch (RuntimeException e) {
      find(name).map(Collection::number).ifPresent(newestVersions::remove);
      throw e;
    } finally {
      reload();
    }
  }

  /** Deletes a collection with all its records. */
  public void delete(String name) {
    refuseInTransaction();
    database.write(sql -> {
      var collection = locked(sql, name);
      store.delete(sql, collection);
      sql.announce(Topic.COLLECTIONS);
      return collection;
    });
    reload();
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

  private Collection create(NewCollection wish, boolean dryRun) {
    refuseInTransaction();
    wish.check();
    var schema = SchemaParser.parse(wish.schema()).schema();
    var options = wish.options().isNull() ? Json.object() : wish.options();
    var id = UuidCreator.getTimeOrderedEpoch();
    var now = now();
    var draft = Collection.of(0, id, wish.name(), wish.label(), 1, schema, options, now, now);
    try {
      var made = DryRun.write(database, dryRun, sql -> insert(sql, draft));
      if (!dryRun) {
        reload();
      }
      return made;
    } catch (ConstraintViolation e) {
      if (e.kind() == ConstraintViolation.Kind.UNIQUE) {
        throw Problem.badRequest(
            "collection_exists", "Collection '" + wish.name() + "' already exists.");
      }
      throw e;
    }
  }

  private Collection insert(Sql sql, Collection draft) {
    var collection = store.insert(sql, draft);
    sql.announce(Topic.COLLECTIONS);
    return collection;
  }

  private CollectionChange change(Sql sql, Collection before, CollectionUpdate update) {
    update.check(before);
    var plan = SchemaPlan.of(before, update, now());
    if (plan.steps().isEmpty()) {
      return new CollectionChange(before, false, List.of());
    }
    var steps = store.change(sql, before, plan);
    sql.announce(Topic.COLLECTIONS);
    if (!update.dryRun()) {
      // Known from before the commit, so that a record which was checked against an older version,
      // and whose write comes after the change, never slips in.
      newestVersions.put(before.number(), plan.after().schemaVersion());
    }
    return new CollectionChange(plan.after(), false, steps);
  }

  /** Everybody works with what the cache holds, which must not be what may be undone yet. */
  private void refuseInTransaction() {
    if (database.inTransaction()) {
      throw new IllegalStateException("a collection changes in a transaction of its own");
    }
  }

  private Collection locked(Sql sql, String name) {
    return store.lock(sql, name).orElseThrow(() -> notFound(name));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Problem notFound(String name) {
    return Problem.notFound(
        "collection_not_found", "Collection '" + Texts.abbreviate(name) + "' not found.");
  }

  private boolean isOutdated(Collection seen) {
    return newestVersions.getOrDefault(seen.number(), 0) > seen.schemaVersion();
  }

  private Snapshot current() {
    var known = snapshot;
    return known == null ? reload() : known;
  }

  /** Reads anew unless somebody else has done so meanwhile. */
  private synchronized Snapshot refresh(Snapshot seen) {
    var known = snapshot;
    return known != null && known.readAt() > seen.readAt() ? known : reload();
  }

  /** Reads everything that has changed. */
  private synchronized Snapshot reload() {
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

  /** What was read at one time. */
  private record Snapshot(List<Collection> sorted, Map<String, Collection> byName, long readAt) {}
}
