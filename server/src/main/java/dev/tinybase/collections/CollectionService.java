package dev.tinybase.collections;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.text.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The collections of the instance: their schemas, their options, and the tables of their records.
 * Who may change them is the caller's to decide.
 */
public final class CollectionService {
  private final Database database;
  private final InstantSource clock;
  private final CollectionStore store;
  private final CollectionCache cache;
  private final CollectionTables tables;

  public CollectionService(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.store = new CollectionStore(database.dialect());
    this.cache = new CollectionCache(database, store);
    this.tables = new CollectionTables(database.dialect());
    database.onForeignChange(cache::reload);
  }

  /** Every collection, by name. */
  public List<Collection> list() {
    return cache.list();
  }

  /** The collection of that name. */
  public Optional<Collection> find(String name) {
    return Optional.ofNullable(cache.find(name));
  }

  /** The collection of that name; 404 without one. */
  public Collection get(String name) {
    var found = cache.find(name);
    if (found == null) {
      throw notFound(name);
    }
    return found;
  }

  /** The collection as the database has it now, for callers whose snapshot has proved outdated. */
  public Collection reload(String name) {
    cache.reload();
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
    var current = cache.isOutdated(seen) ? reload(seen.name()) : get(seen.name());
    return current.number() != seen.number() || current.schemaVersion() != seen.schemaVersion();
  }

  /**
   * To be called within a work that writes records, after its last statement: refuses what was
   * checked against an older version of the collection than the one in place.
   *
   * @throws SchemaChanged when this process has changed the collection since
   */
  public void requireCurrent(Collection seen) {
    if (cache.isOutdated(seen)) {
      throw new SchemaChanged("the collection '" + seen.name() + "' has changed");
    }
  }

  /** Changes a collection: everything or, where something stands in the way, nothing. */
  public CollectionChange update(String name, CollectionUpdate update) {
    refuseInTransaction();
    try {
      return DryRun.write(database, update.dryRun(), sql -> change(sql, locked(sql, name), update));
    } catch (RuntimeException e) {
      find(name).map(Collection::number).ifPresent(cache::failed);
      throw e;
    } finally {
      cache.reload();
    }
  }

  /** Deletes a collection with all its records. */
  public void delete(String name) {
    refuseInTransaction();
    database.write(sql -> {
      var collection = locked(sql, name);
      tables.drop(sql, collection);
      store.delete(sql, collection.number());
      sql.announce();
      return collection;
    });
    cache.reload();
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
    CollectionRules.check(wish);
    var schema = SchemaParser.parse(wish.schema()).schema();
    var optionsJson = wish.options().isNull() ? Json.object() : wish.options();
    var options = OptionsParser.parse(optionsJson, schema);
    var made = write(wish, schema, options, optionsJson, dryRun);
    if (!dryRun) {
      cache.reload();
    }
    return made;
  }

  private Collection write(
      NewCollection wish,
      Schema schema,
      CollectionOptions options,
      JsonNode optionsJson,
      boolean dryRun) {
    var id = UuidCreator.getTimeOrderedEpoch();
    try {
      return DryRun.write(
          database, dryRun, sql -> insert(sql, id, wish, schema, options, optionsJson));
    } catch (ConstraintViolation e) {
      if (e.kind() == ConstraintViolation.Kind.UNIQUE) {
        throw Problem.badRequest(
            "collection_exists", "Collection '" + wish.name() + "' already exists.");
      }
      throw e;
    }
  }

  private Collection insert(
      Sql sql,
      UUID id,
      NewCollection wish,
      Schema schema,
      CollectionOptions options,
      JsonNode optionsJson) {
    var now = now();
    int number = store.insert(sql, id, wish.name(), wish.label(), schema, optionsJson, now);
    var head = new CollectionStore.Head(number, id, wish.name(), wish.label(), 1, now, now);
    var collection = CollectionStore.compile(head, schema, options, optionsJson);
    tables.create(sql, collection);
    sql.announce();
    return collection;
  }

  private CollectionChange change(Sql sql, Collection before, CollectionUpdate update) {
    CollectionRules.check(before, update);
    var planned = PlannedUpdate.of(before, update, now());
    if (planned.steps().isEmpty()) {
      return new CollectionChange(before, false, List.of());
    }
    var steps = tables.change(sql, before, planned, update.drop());
    store.update(sql, planned.after());
    sql.announce();
    if (!update.dryRun()) {
      cache.coming(planned.after());
    }
    return new CollectionChange(planned.after(), false, steps);
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
}
