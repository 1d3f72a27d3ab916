package dev.tinybase.deploy;

import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.collections.CollectionChange;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.collections.SchemaStep;
import dev.tinybase.deploy.DeployedApp.DeployedCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a collection, found out before anything changes.
 *
 * @param before the collection as it is; null where it is to be made
 * @param steps what changes, but for indexes
 * @param problem what stands in the way, whatever the records are
 */
record CollectionPlan(
    NewCollection wish,
    @Nullable Collection before,
    CollectionUpdate update,
    List<SchemaStep> steps,
    @Nullable Problem problem) {
  static CollectionPlan of(CollectionBatch batch, NewCollection wish, Set<String> drop) {
    var before = batch.find(wish.name()).orElse(null);
    var update =
        new CollectionUpdate(wish.label(), wish.schema(), wish.options(), drop, null, false);
    try {
      if (before == null) {
        batch.check(wish);
        return new CollectionPlan(wish, null, update, List.of(), null);
      }
      return new CollectionPlan(wish, before, update, batch.plan(before, update), null);
    } catch (Problem e) {
      return new CollectionPlan(wish, before, update, List.of(), e);
    }
  }

  DeployedThing thing() {
    return new DeployedThing(DeployedThing.Kind.COLLECTION, wish.name());
  }

  /** Whether the collection is not as wished. */
  boolean isNeeded() {
    return before == null || problem != null || !steps.isEmpty();
  }

  /**
   * Carries it out.
   *
   * @throws Problem 400 where records stand in the way
   */
  DeployedCollection run(CollectionBatch batch) {
    if (before == null) {
      return new DeployedCollection(
          new CollectionChange(batch.create(wish), true, List.of()), 0, Map.of());
    }
    if (steps.isEmpty()) {
      var unchanged = new CollectionChange(before, false, List.of());
      return new DeployedCollection(unchanged, batch.records(before), Map.of());
    }
    long records = batch.records(before);
    var lost = new HashMap<String, Long>();
    for (var step : steps) {
      if (step instanceof SchemaStep.DropField(var field)) {
        lost.put(field.name(), batch.records(before, field));
      }
    }
    return new DeployedCollection(batch.change(wish.name(), update), records, lost);
  }

  /** Of everything that a declaration says. */
  static String hash(Collection collection) {
    var json = Json.object().put("label", collection.label());
    json.set("schema", collection.schemaJson());
    json.set("options", collection.optionsJson());
    return Sha256.hex(Json.text(json));
  }
}
