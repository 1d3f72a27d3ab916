package dev.tinybase.collections;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.text.Texts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.node.JsonNodeFactory;

/** Changes of collections within one transaction, with what else its owner writes in it. */
public final class CollectionBatch {
  private final Sql sql;
  private final CollectionStore store;
  private final Instant now;
  private final ObjIntConsumer<Collection> newVersion;

  /**
   * @param newVersion is told of a collection and the version that it is about to have
   */
  CollectionBatch(
      Sql sql, CollectionStore store, Instant now, ObjIntConsumer<Collection> newVersion) {
    this.sql = sql;
    this.store = store;
    this.now = now;
    this.newVersion = newVersion;
  }

  /** The transaction. */
  public Sql sql() {
    return sql;
  }

  /** A collection, which stays as it is until the transaction ends unless this changes it. */
  public Optional<Collection> find(String name) {
    return store.lock(sql, name);
  }

  /**
   * The steps that would make a collection as it is become as wished, but for those about indexes;
   * none where it is so already. Looks at no record.
   *
   * @throws Problem 400 or 422 for a wish that will not do
   */
  public List<SchemaStep> plan(Collection before, CollectionUpdate update) {
    update.check(before);
    return SchemaPlan.of(before, update, now).steps();
  }

  /**
   * Checks a collection that is to be made.
   *
   * @throws Problem 400 or 422 for a wish that will not do
   */
  public void check(NewCollection wish) {
    draft(wish, now);
  }

  /** How many records a collection has. */
  public long records(Collection collection) {
    return values(collection).count();
  }

  /** How many of its records hold something in a field. */
  public long records(Collection collection, Field field) {
    return values(collection).count(field);
  }

  private ExistingValues values(Collection collection) {
    return new ExistingValues(sql, store.dialect(), collection.table());
  }

  /** Makes a collection and its table. */
  public Collection create(NewCollection wish) {
    return insert(draft(wish, now));
  }

  /** A collection as it is going to be made. */
  static Collection draft(NewCollection wish, Instant now) {
    wish.check();
    var schema = SchemaParser.parse(wish.schema()).schema();
    var options = wish.options().isNull() ? Json.object() : wish.options();
    var id = UuidCreator.getTimeOrderedEpoch();
    return Collection.of(0, id, wish.name(), wish.label(), 1, schema, options, now, now);
  }

  Collection insert(Collection draft) {
    try {
      var collection = store.insert(sql, draft);
      sql.announce(Topic.COLLECTIONS);
      return collection;
    } catch (ConstraintViolation e) {
      if (e.kind() == ConstraintViolation.Kind.UNIQUE) {
        throw Problem.badRequest(
            "collection_exists", "Collection '" + draft.name() + "' already exists.");
      }
      throw e;
    }
  }

  /** Changes a collection: everything or, where something stands in the way, nothing. */
  public CollectionChange change(String name, CollectionUpdate update) {
    var before = get(name);
    update.check(before);
    var plan = SchemaPlan.of(before, update, now);
    if (plan.steps().isEmpty()) {
      return new CollectionChange(before, false, List.of());
    }
    var records = update.dryRun() ? concerned(before, plan.steps()) : Map.<SchemaStep, Long>of();
    var steps = store.change(sql, before, plan);
    sql.announce(Topic.COLLECTIONS);
    // Known from before the commit, so that a record which was checked against an older version,
    // and whose write comes after the change, never slips in.
    newVersion.accept(before, plan.after().schemaVersion());
    return new CollectionChange(plan.after(), false, steps, records);
  }

  /** How many records each step about a field concerns: those with a value in it, or all. */
  private Map<SchemaStep, Long> concerned(Collection before, List<SchemaStep> steps) {
    sql.liftTimeLimit();
    var records = new HashMap<SchemaStep, Long>();
    for (var step : steps) {
      switch (step) {
        case SchemaStep.DropField(var field) -> records.put(step, records(before, field));
        case SchemaStep.ConvertField(var from, _) -> records.put(step, records(before, from));
        case SchemaStep.ChangeField(var from, _) -> records.put(step, records(before, from));
        case SchemaStep.AddField _ -> records.put(step, records(before));
        case SchemaStep.RenameField _,
            SchemaStep.AddIndex _,
            SchemaStep.DropIndex _,
            SchemaStep.ReorderFields _,
            SchemaStep.ChangeOptions _,
            SchemaStep.ChangeLabel _ -> {}
      }
    }
    return records;
  }

  /**
   * Deletes a collection.
   *
   * @param dropRecords whether its records may go with it
   * @throws Problem 404 without it; 409 where it holds records that may not go
   */
  public void delete(String name, boolean dropRecords) {
    var collection = get(name);
    if (!dropRecords) {
      refuseLoss(collection);
    }
    store.delete(sql, collection);
    sql.announce(Topic.COLLECTIONS);
  }

  /** Keeps writers off until the transaction ends, so that no record slips in meanwhile. */
  private void refuseLoss(Collection collection) {
    sql.liftTimeLimit();
    new Ddl(store.dialect(), collection.number()).lock().ifPresent(sql::execute);
    long records = records(collection);
    if (records > 0) {
      throw Problem.conflict(
              "collection_holds_records",
              "Collection '%s' holds %s: add ?drop_records=true to lose them, or export them first."
                  .formatted(collection.name(), records == 1 ? "a record" : records + " records"))
          .member("records", JsonNodeFactory.instance.numberNode(records));
    }
  }

  private Collection get(String name) {
    return find(name).orElseThrow(() -> notFound(name));
  }

  static Problem notFound(String name) {
    return Problem.notFound(
        "collection_not_found", "Collection '" + Texts.abbreviate(name) + "' not found.");
  }
}
