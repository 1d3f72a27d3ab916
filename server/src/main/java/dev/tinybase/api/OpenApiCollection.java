package dev.tinybase.api;

import dev.tinybase.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The paths of one live collection: those of any collection's records, with the name filled in and
 * the schemas of the data replaced by the collection's own.
 */
final class OpenApiCollection {
  private static final String RECORDS = "/api/collections/{collection_name}/records";
  private static final String NAME = "{collection_name}";
  private static final String REFERENCE = "#/components/schemas/";

  private final LiveCollection collection;
  private final ObjectNode generic;
  private final Set<String> typed = new HashSet<>();

  OpenApiCollection(LiveCollection collection, ObjectNode generic) {
    this.collection = collection;
    this.generic = generic;
    typed.addAll(Set.of("RecordData", "RecordDataInput", "RecordDataPatch"));
    while (grow()) {
      // until no further schema refers to one that is typed
    }
  }

  void addTo(ObjectNode paths, ObjectNode schemas, List<Route> routes) {
    for (var route : routes) {
      if (route.path().startsWith(RECORDS)) {
        var path = route.path().replace(NAME, collection.name());
        OpenApi.place(paths, path, route.method(), operation(route));
      }
    }
    for (var name : typed) {
      schemas.set(own(name), schema(name));
    }
  }

  private ObjectNode operation(Route route) {
    var node = (ObjectNode) retarget(OpenApiOperation.of(route));
    node.put("operationId", route.operation().id() + "_" + collection.name());
    node.putArray("tags").add(collection.name());
    node.withArray("parameters")
        .removeIf(parameter -> parameter.path("name").asString().equals("collection_name"));
    return node;
  }

  private JsonNode schema(String name) {
    return switch (name) {
      case "RecordData" -> titled(collection.read().get(), "");
      case "RecordDataInput" -> titled(collection.write().get(), " (to send)");
      case "RecordDataPatch" -> titled(patch(collection.write().get()), " (to change)");
      default -> retarget(generic.get(name).deepCopy());
    };
  }

  private ObjectNode titled(ObjectNode schema, String suffix) {
    return schema.put("title", collection.label() + suffix);
  }

  /** Nothing is required, and a field takes an operation in place of a value. */
  private static ObjectNode patch(ObjectNode schema) {
    schema.remove("required");
    if (schema.get("properties") instanceof ObjectNode properties) {
      for (var name : List.copyOf(properties.propertyNames())) {
        var either = Json.object();
        either
            .putArray("anyOf")
            .add(properties.get(name))
            .add(Json.object().put("$ref", REFERENCE + "FieldOperation"));
        properties.set(name, either);
      }
    }
    return schema;
  }

  private boolean grow() {
    boolean grown = false;
    for (var entry : generic.properties()) {
      if (refers(entry.getValue())) {
        grown |= typed.add(entry.getKey());
      }
    }
    return grown;
  }

  private boolean refers(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("$ref").isString()) {
      return typed.contains(name(object));
    }
    for (var child : node.values()) {
      if (refers(child)) {
        return true;
      }
    }
    return false;
  }

  /** Points each reference to a typed schema to the collection's own, in place. */
  private JsonNode retarget(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("$ref").isString()
        && typed.contains(name(object))) {
      object.put("$ref", REFERENCE + own(name(object)));
    }
    node.values().forEach(this::retarget);
    return node;
  }

  private static String name(ObjectNode reference) {
    var target = reference.get("$ref").stringValue();
    return target.startsWith(REFERENCE) ? target.substring(REFERENCE.length()) : "";
  }

  private String own(String name) {
    return collection.name() + "." + name;
  }
}
