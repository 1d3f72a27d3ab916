package dev.tinybase.collections;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.schema.SchemaJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collections as they are answered. Hidden fields, access rules, and indexes that mention a hidden
 * field are shown to admins only.
 */
public final class CollectionJson {
  private CollectionJson() {}

  /** One collection. */
  public static ObjectNode of(Collection collection, boolean admin) {
    var json =
        Json.object()
            .put("id", collection.id().toString())
            .put("name", collection.name())
            .put("label", collection.label());
    json.set(
        "schema", admin ? collection.schemaJson() : SchemaJson.of(collection.visibility(false)));
    json.set("options", admin ? collection.optionsJson() : publicOptions(collection));
    return json.put("schema_version", collection.schemaVersion())
        .put("created_at", collection.createdAt().toString())
        .put("updated_at", collection.updatedAt().toString());
  }

  /** A collection that was saved, with warnings of what is public. */
  public static ObjectNode saved(Collection collection) {
    var json = of(collection, true);
    var warnings = json.putArray("warnings");
    AccessWarnings.of(collection).forEach(warnings::add);
    return json;
  }

  /** A collection after a change, with the list of what was done. */
  public static ObjectNode of(CollectionChange change) {
    var json = saved(change.collection());
    var changes = json.putArray("changes");
    for (var step : change.steps()) {
      var shown = step.json();
      var records = change.records().get(step);
      if (records != null) {
        shown.put("records", records);
      }
      changes.add(shown);
    }
    return json;
  }

  private static ObjectNode publicOptions(Collection collection) {
    var shown = Json.object();
    for (var option : collection.optionsJson().properties()) {
      switch (option.getKey()) {
        case "access" -> {}
        case "indexes" ->
            shown.set("indexes", publicIndexes(option.getValue(), collection.visibility(false)));
        default -> shown.set(option.getKey(), option.getValue());
      }
    }
    return shown;
  }

  private static JsonNode publicIndexes(JsonNode indexes, Visibility visibility) {
    var shown = Json.mapper().createArrayNode();
    for (var index : indexes.values()) {
      var names = index.path("fields").values().stream();
      if (names.map(name -> name.asString().replaceFirst("^-", "")).allMatch(visibility::knows)) {
        shown.add(index);
      }
    }
    return shown;
  }
}
