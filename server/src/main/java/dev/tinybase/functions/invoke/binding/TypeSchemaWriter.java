package dev.tinybase.functions.invoke.binding;

import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.functions.invoke.binding.JsonType.RecordType;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import dev.tinybase.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON Schema, draft 2020-12. Records that occur more than once, or hold themselves, are
 * definitions that others refer to.
 */
final class TypeSchemaWriter {
  private final boolean input;
  private final Map<RecordType, String> shared = new LinkedHashMap<>();

  private TypeSchemaWriter(boolean input) {
    this.input = input;
  }

  static ObjectNode ofInput(TypedElement use) {
    return new TypeSchemaWriter(true).document(use);
  }

  static ObjectNode ofOutput(TypedElement use) {
    return new TypeSchemaWriter(false).document(use);
  }

  private ObjectNode document(TypedElement use) {
    count(use.shape(), new HashSet<>(), new HashMap<>());
    var schema = Json.object().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.setAll(root(use));
    if (!shared.isEmpty()) {
      var definitions = schema.putObject("$defs");
      shared.forEach((product, name) -> definitions.set(name, record(product, null)));
    }
    return schema;
  }

  private ObjectNode root(TypedElement use) {
    boolean nullable = use.shape() instanceof JsonType.Maybe || use.nullable();
    var schema = ConstraintAnnotations.apply(use, schema(use.shape()));
    return nullable ? nullable(schema) : schema;
  }

  /** Finds the records that are seen twice. */
  private void count(JsonType shape, Set<RecordType> seen, Map<String, Integer> names) {
    switch (shape) {
      case JsonType.Items items -> count(items.element().shape(), seen, names);
      case JsonType.Entries entries -> count(entries.value().shape(), seen, names);
      case JsonType.Maybe maybe -> count(maybe.value().shape(), seen, names);
      case JsonType.OneOf oneOf -> oneOf.cases().values().forEach(one -> count(one, seen, names));
      case RecordType product -> {
        if (seen.add(product)) {
          product.components().forEach(it -> count(it.use().shape(), seen, names));
        } else if (!shared.containsKey(product)) {
          var name = product.type().getSimpleName();
          int number = names.merge(name, 1, Integer::sum);
          shared.put(product, number == 1 ? name : name + number);
        }
      }
      case JsonType.Any _, JsonType.Scalar _, JsonType.Unreadable _ -> {}
    }
  }

  private ObjectNode schema(JsonType shape) {
    return switch (shape) {
      case JsonType.Any _ -> Json.object();
      case JsonType.Unreadable unreadable -> schema(unreadable.written());
      case JsonType.Text text -> format(typed("string"), text.format());
      case JsonType.Whole whole ->
          number("integer", whole.bounds() == null ? null : whole.bounds().format());
      case JsonType.Decimal decimal -> number("number", decimal.format());
      case JsonType.Flag _ -> typed("boolean");
      case JsonType.Items items -> {
        var schema = typed("array");
        schema.set("items", element(items.element()));
        yield schema;
      }
      case JsonType.Entries entries -> entries(entries);
      case JsonType.Maybe maybe -> constrained(maybe.value());
      case JsonType.OneOf oneOf -> oneOf(oneOf);
      case EnumType choice -> {
        var schema = typed("string");
        choice.names().forEach(schema.putArray("enum")::add);
        yield schema;
      }
      case RecordType product -> {
        @Nullable String name = shared.get(product);
        yield name == null ? record(product, null) : Json.object().put("$ref", "#/$defs/" + name);
      }
    };
  }

  /** Numbers whose digits are all kept may be sent as texts, since many a client rounds others. */
  private ObjectNode number(String type, @Nullable String format) {
    if (format != null || !input) {
      return format(typed(type), format);
    }
    var schema = Json.object();
    schema.putArray("type").add(type).add("string");
    return schema;
  }

  private ObjectNode entries(JsonType.Entries type) {
    var schema = typed("object");
    if (type.key() instanceof EnumType choice) {
      choice.names().forEach(schema.putObject("propertyNames").putArray("enum")::add);
    }
    schema.set("additionalProperties", element(type.value()));
    return schema;
  }

  private ObjectNode oneOf(JsonType.OneOf type) {
    var schema = Json.object();
    var cases = schema.putArray("oneOf");
    type.cases()
        .forEach((tag, product) -> {
          @Nullable String name = shared.get(product);
          cases.add(name == null ? record(product, tag) : tagged(name, tag));
        });
    return schema;
  }

  /** A shared record, which must say here what it is. */
  private static ObjectNode tagged(String name, String tag) {
    var schema = Json.object().put("$ref", "#/$defs/" + name);
    schema.putObject("properties").putObject(TypeTag.KEY).put("const", tag);
    schema.putArray("required").add(TypeTag.KEY);
    return schema;
  }

  /**
   * A record.
   *
   * @param tag what it must have under {@code type}; null where it may have its own or none
   */
  private ObjectNode record(RecordType type, @Nullable String tag) {
    var schema = typed("object");
    var properties = schema.putObject("properties");
    var required = Json.mapper().createArrayNode();
    if (type.tagged()) {
      properties.putObject(TypeTag.KEY).put("const", type.tag());
      if (tag != null || !input) {
        required.add(TypeTag.KEY);
      }
    }
    for (var component : type.components()) {
      properties.set(component.name(), component(component));
      if (component.required() || !input) {
        required.add(component.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode component(RecordType.Component component) {
    var schema = constrained(component.use());
    return component.required() || component.use().shape() instanceof JsonType.Any
        ? schema
        : nullable(schema);
  }

  private ObjectNode element(TypedElement use) {
    var schema = constrained(use);
    return use.takesNullAsElement() && !use.refusesNull() && !(use.shape() instanceof JsonType.Any)
        ? nullable(schema)
        : schema;
  }

  private ObjectNode constrained(TypedElement use) {
    return ConstraintAnnotations.apply(use, schema(use.shape()));
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.has("anyOf")) {
      return schema;
    }
    if (schema.has("type") && !schema.has("enum") && !schema.has("const")) {
      var types = Json.mapper().createArrayNode();
      var type = schema.get("type");
      (type.isArray() ? type.valueStream() : Stream.of(type)).forEach(types::add);
      schema.set("type", types.add("null"));
      return schema;
    }
    var either = Json.object();
    either.putArray("anyOf").add(schema).add(typed("null"));
    return either;
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode format(ObjectNode schema, @Nullable String format) {
    if ("char".equals(format)) {
      return schema.put("minLength", 1).put("maxLength", 1);
    }
    return format == null ? schema : schema.put("format", format);
  }
}
