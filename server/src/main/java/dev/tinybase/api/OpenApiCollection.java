package dev.tinybase.api;

import static dev.tinybase.api.OpenApiSchemas.REFERENCE;

import dev.tinybase.db.ColumnType;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.JsonSchemaExample;
import dev.tinybase.schema.RecordJsonSchema;
import dev.tinybase.schema.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The paths of one live collection: those of any collection's records, with the name filled in and
 * the schemas of its data, filters and fields replaced by its own. Examples are made from these.
 */
final class OpenApiCollection {
  private static final String RECORDS = "/api/collections/{collection_name}/records";
  private static final String NAME = "{collection_name}";

  private static final String DATA = "RecordData";
  private static final String INPUT = "RecordDataInput";
  private static final String PATCH = "RecordDataPatch";
  private static final String FILTER = "RecordFilter";
  private static final String FIELD = "RecordFieldName";
  private static final String SORT = "RecordSort";

  /** The schemas of any collection that depend on which one it is. */
  static final class Typed {
    private final ObjectNode generic;
    private final Set<String> names =
        new LinkedHashSet<>(List.of(DATA, INPUT, PATCH, FILTER, FIELD, SORT));

    /** Among these, by name. */
    Typed(ObjectNode generic) {
      this.generic = generic;
      while (grow()) {
        // until no further schema refers to one that is typed
      }
    }

    private boolean grow() {
      boolean grown = false;
      for (var entry : generic.properties()) {
        if (refers(entry.getValue())) {
          grown |= names.add(entry.getKey());
        }
      }
      return grown;
    }

    private boolean refers(JsonNode node) {
      return names.contains(target(node)) || node.valueStream().anyMatch(this::refers);
    }

    /** The name that a reference leads to; empty for another node. */
    private static String target(JsonNode node) {
      var target = node.path("$ref").asString("");
      return target.startsWith(REFERENCE) ? target.substring(REFERENCE.length()) : "";
    }
  }

  private final LiveCollection collection;
  private final boolean admin;
  private final Schema.Visibility visibility;
  private final Typed typed;

  /**
   * Of one collection.
   *
   * @param admin whether it is described to admins
   */
  OpenApiCollection(LiveCollection collection, boolean admin, Typed typed) {
    this.collection = collection;
    this.admin = admin;
    this.visibility = collection.schema().visibility(admin);
    this.typed = typed;
  }

  void addTo(ObjectNode paths, ObjectNode schemas, ObjectNode parameters, List<Route> routes) {
    for (var route : routes) {
      if (route.path().startsWith(RECORDS)) {
        var path = route.path().replace(NAME, collection.name());
        OpenApiDocument.place(paths, path, route.method(), operation(route, parameters));
      }
    }
    for (var name : typed.names) {
      schemas.set(own(name), schema(name, schemas));
    }
    examples(schemas);
  }

  private ObjectNode operation(Route route, ObjectNode parameters) {
    var node = (ObjectNode) retarget(OpenApiOperation.of(route));
    node.put("operationId", operationId(route.operation().id()));
    node.putArray("tags").add(OpenApiTags.of(collection));
    var list = (ArrayNode) node.get("parameters");
    list.removeIf(parameter -> parameter.path("name").asString().equals("collection_name"));
    OpenApiDocument.share(list, "records", parameters);
    if (collection.hidesRecords()
        && !admin
        && route.operation().answers().containsValue("Record")
        && !route.method().equals("GET")) {
      node.withObject("responses")
          .putObject("204")
          .put("description", "Done; the caller may not read the record as it is now");
    }
    return node;
  }

  /** {@code collections_list_records} of posts is {@code list_posts_records}. */
  private String operationId(String generic) {
    var words = generic.split("_", 3);
    return words[1] + "_" + collection.name() + "_" + words[2];
  }

  private JsonNode schema(String name, ObjectNode schemas) {
    return switch (name) {
      case DATA -> data();
      case INPUT -> input(" (to send)");
      case PATCH -> patch();
      case FILTER -> new OpenApiFilter(visibility, own(FILTER)).schema(schemas);
      case FIELD -> enumeration(visibility.names().stream());
      case SORT -> enumeration(sorts());
      default -> retarget(typed.generic.get(name).deepCopy());
    };
  }

  /** What is read; whoever knows it takes it calmly when a field is added. */
  private ObjectNode data() {
    var schema = RecordJsonSchema.of(visibility, RecordJsonSchema.Form.READ);
    schema.remove("additionalProperties");
    return titled(schema, "");
  }

  private ObjectNode input(String suffix) {
    return titled(RecordJsonSchema.of(visibility, RecordJsonSchema.Form.WRITE), suffix);
  }

  private ObjectNode titled(ObjectNode schema, String suffix) {
    OpenApiSchemas.forGenerators(schema);
    return schema.put("title", collection.label() + suffix);
  }

  /** Nothing is required, and a number or list takes an operation in place of a value. */
  private ObjectNode patch() {
    var schema = input(" (to change)");
    schema.remove("required");
    schema.path("properties").values().forEach(OpenApiCollection::addOperations);
    return schema;
  }

  /**
   * Lets a property be an object of operations, too. An anyOf would say the same, but makes a class
   * of each property where generators can't say "one of these types".
   */
  private static void addOperations(JsonNode property) {
    if (!(property instanceof ObjectNode schema)) {
      return;
    }
    var operations = Json.object();
    var types = types(schema);
    if (types.contains("integer") || types.contains("number")) {
      operations.putObject("$inc").put("type", "number").put("description", "What is added.");
    } else if (types.contains("array")) {
      items(operations.putObject("$append"), "Items to add at the end.");
      items(operations.putObject("$remove"), "Items to take out.");
    } else {
      return;
    }
    var all = schema.putArray("type");
    types.forEach(all::add);
    all.add("object");
    schema.set("properties", operations);
    schema.put("additionalProperties", false);
  }

  private static void items(ObjectNode schema, String description) {
    schema.put("type", "array").put("description", description).putObject("items");
  }

  private static List<String> types(ObjectNode schema) {
    var type = schema.path("type");
    return type.isArray()
        ? type.valueStream().map(JsonNode::asString).toList()
        : Stream.of(type.asString("")).filter(word -> !word.isEmpty()).toList();
  }

  /** The columns that have an order, each in both directions. */
  private Stream<String> sorts() {
    var fields =
        visibility.readable().stream()
            .filter(field -> field.type().column() != ColumnType.JSON)
            .map(Field::name);
    return Stream.concat(fields, Schema.SYSTEM_NAMES.stream().sorted())
        .flatMap(name -> Stream.of(name, "-" + name));
  }

  private static ObjectNode enumeration(Stream<String> names) {
    var schema = Json.object().put("type", "string");
    var list = names.toList();
    if (!list.isEmpty()) {
      list.forEach(schema.putArray("enum")::add);
    }
    return schema;
  }

  /** Puts what a caller could send and would get into the schemas, in place of any collection's. */
  private void examples(ObjectNode schemas) {
    var input = example(RecordJsonSchema.Form.WRITE);
    var patch = Json.object();
    input.properties().stream()
        .findFirst()
        .ifPresent(field -> patch.set(field.getKey(), field.getValue()));
    var read = example(RecordJsonSchema.Form.READ);
    for (var field : input.properties()) {
      if (read.path(field.getKey()).getNodeType() == field.getValue().getNodeType()) {
        read.set(field.getKey(), field.getValue());
      }
    }
    example(schemas, "RecordInput", input);
    example(schemas, "RecordReplacement", input);
    example(schemas, "RecordPatch", patch);
    example(schemas, "Record", read);
    ((ObjectNode) schemas.get(own("RecordList"))).remove("example"); // made of the record's
  }

  private ObjectNode example(RecordJsonSchema.Form form) {
    var schema = RecordJsonSchema.of(visibility, form);
    return new JsonSchemaExample().of(collection.label(), schema).orElse(null)
            instanceof ObjectNode object
        ? object
        : Json.object();
  }

  private void example(ObjectNode schemas, String name, ObjectNode data) {
    if (schemas.get(own(name)) instanceof ObjectNode schema) {
      schema.withObject("example").set("data", data);
    }
  }

  /** Points each reference to a typed schema to the collection's own, in place. */
  private JsonNode retarget(JsonNode node) {
    if (node instanceof ObjectNode object && typed.names.contains(Typed.target(object))) {
      object.put("$ref", REFERENCE + own(Typed.target(object)));
    }
    node.values().forEach(this::retarget);
    return node;
  }

  private String own(String name) {
    return collection.name() + "." + name;
  }
}
