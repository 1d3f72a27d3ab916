package dev.tinybase.collections;

import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaJson;
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
    var options = OptionsParser.parse(optionsJson, draft.schema());
    var label = update.label() == null ? before.label() : update.label();
    var steps = new ArrayList<>(SchemaPlan.of(before.schema(), draft, update.drop()));
    if (!optionsJson.equals(before.optionsJson())) {
      steps.add(new SchemaStep.ChangeOptions());
    }
    if (!label.equals(before.label())) {
      steps.add(new SchemaStep.ChangeLabel(label));
    }
    if (steps.isEmpty() && !SchemaJson.of(draft.schema()).equals(before.schemaJson())) {
      steps.add(new SchemaStep.ReorderFields());
    }
    var head =
        new CollectionStore.Head(
            before.number(),
            before.id(),
            before.name(),
            label,
            before.schemaVersion() + 1,
            before.createdAt(),
            now);
    return new PlannedUpdate(
        CollectionStore.compile(head, draft.schema(), options, optionsJson), List.copyOf(steps));
  }

  private static JsonNode options(Collection before, CollectionUpdate update) {
    if (update.options() == null) {
      return before.optionsJson();
    }
    return update.options().isNull() ? Json.object() : update.options();
  }
}
