package dev.tinybase.collections;

import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.schema.SchemaParser.ParsedSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An update against the collection as it is.
 *
 * @param after the collection as it will be
 * @param steps what has to be done; empty for nothing
 */
record PlannedUpdate(Collection after, List<SchemaStep> steps) {
  static PlannedUpdate of(Collection before, CollectionUpdate update, Instant now) {
    var draft =
        update.schema() == null
            ? new ParsedSchema(before.schema(), Map.of())
            : SchemaParser.parse(update.schema());
    var optionsJson = options(before, update);
    var label = update.label() == null ? before.label() : update.label();
    var after =
        Collection.of(
            before.number(),
            before.id(),
            before.name(),
            label,
            before.schemaVersion() + 1,
            draft.schema(),
            optionsJson,
            before.createdAt(),
            now);
    var steps = new ArrayList<>(SchemaPlan.of(before.schema(), draft, update.drop()));
    if (!optionsJson.equals(before.optionsJson())) {
      steps.add(new SchemaStep.ChangeOptions());
    }
    if (!label.equals(before.label())) {
      steps.add(new SchemaStep.ChangeLabel(label));
    }
    if (steps.isEmpty() && !after.schemaJson().equals(before.schemaJson())) {
      steps.add(new SchemaStep.ReorderFields());
    }
    return new PlannedUpdate(after, List.copyOf(steps));
  }

  private static JsonNode options(Collection before, CollectionUpdate update) {
    if (update.options() == null) {
      return before.optionsJson();
    }
    return update.options().isNull() ? Json.object() : update.options();
  }
}
