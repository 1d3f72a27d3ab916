package dev.tinybase.collections;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.SchemaJson;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    json.set("schema", admin ? collection.schemaJson() : SchemaJson.of(collection.schema(), false));
    json.set("options", admin ? collection.optionsJson() : publicOptions(collection));
    return json.put("schema_version", collection.schemaVersion())
        .put("created_at", collection.createdAt().toString())
        .put("updated_at", collection.updatedAt().toString());
  }

  /** A collection after a change, with the list of what was done. */
  public static ObjectNode of(CollectionChange change) {
    var json = of(change.collection(), true);
    var changes = json.putArray("changes");
    change.steps().forEach(step -> changes.add(step.json()));
    return json;
  }

  private static ObjectNode publicOptions(Collection collection) {
    var shown = Json.object();
    for (var option : collection.optionsJson().properties()) {
      switch (option.getKey()) {
        case "access" -> {}
        case "indexes" ->
            shown.set("indexes", publicIndexes(option.getValue(), hidden(collection)));
        default -> shown.set(option.getKey(), option.getValue());
      }
    }
    return shown;
  }

  private static JsonNode publicIndexes(JsonNode indexes, Set<String> hidden) {
    var shown = Json.mapper().createArrayNode();
    for (var index : indexes.values()) {
      if (names(index).stream().noneMatch(hidden::contains)) {
        shown.add(index);
      }
    }
    return shown;
  }

  private static List<String> names(JsonNode index) {
    return index.path("fields").values().stream()
        .map(name -> name.asString().replaceFirst("^-", ""))
        .toList();
  }

  private static Set<String> hidden(Collection collection) {
    return collection.schema().fields().stream()
        .filter(Field::hidden)
        .map(Field::name)
        .collect(Collectors.toSet());
  }
}
