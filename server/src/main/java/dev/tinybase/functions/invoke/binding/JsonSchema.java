package dev.tinybase.functions.invoke.binding;

import dev.tinybase.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON Schema, draft 2020-12. Records that occur more than once, or hold themselves, are
 * definitions that others refer to.
 */
final class JsonSchema {
  private final boolean input;
  private final Map<Product, String> shared = new LinkedHashMap<>();

  private JsonSchema(boolean input) {
    this.input = input;
  }

  static ObjectNode ofInput(Use use) {
    return new JsonSchema(true).document(use);
  }

  static ObjectNode ofOutput(Use use) {
    return new JsonSchema(false).document(use);
  }

  private ObjectNode document(Use use) {
    count(use.shape(), new HashSet<>(), new HashMap<>());
    var schema = Json.object().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.setAll(root(use));
    if (!shared.isEmpty()) {
      var definitions = schema.putObject("$defs");
      shared.forEach((product, name) -> definitions.set(name, record(product, null)));
    }
    return schema;
  }

  private ObjectNode root(Use use) {
    boolean nullable = use.shape() instanceof Shape.Maybe || use.nullable();
    var schema = SchemaConstraints.apply(use, schema(use.shape()));
    return nullable ? nullable(schema) : schema;
  }

  /** Finds the records that are seen twice. */
  private void count(Shape shape, Set<Product> seen, Map<String, Integer> names) {
    switch (shape) {
      case Shape.Items items -> count(items.element().shape(), seen, names);
      case Shape.Entries entries -> count(entries.value().shape(), seen, names);
      case Shape.Maybe maybe -> count(maybe.value().shape(), seen, names);
      case Shape.OneOf oneOf -> oneOf.cases().values().forEach(one -> count(one, seen, names));
      case Product product -> {
        if (seen.add(product)) {
          product.components().forEach(it -> count(it.use().shape(), seen, names));
        } else if (!shared.containsKey(product)) {
          var name = product.type().getSimpleName();
          int number = names.merge(name, 1, Integer::sum);
          shared.put(product, number == 1 ? name : name + number);
        }
      }
      case Shape.Any _,
          Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Unreadable _,
          Choice _ -> {}
    }
  }

  private ObjectNode schema(Shape shape) {
    return switch (shape) {
      case Shape.Any _ -> Json.object();
      case Shape.Unreadable unreadable -> schema(unreadable.written());
      case Shape.Text text -> format(typed("string"), text.format());
      case Shape.Whole whole -> whole(whole);
      case Shape.Decimal decimal -> format(typed("number"), decimal.format());
      case Shape.Flag _ -> typed("boolean");
      case Shape.Items items -> {
        var schema = typed("array");
        schema.set("items", element(items.element()));
        yield schema;
      }
      case Shape.Entries entries -> entries(entries);
      case Shape.Maybe maybe -> constrained(maybe.value());
      case Shape.OneOf oneOf -> oneOf(oneOf);
      case Choice choice -> {
        var schema = typed("string");
        choice.names().forEach(schema.putArray("enum")::add);
        yield schema;
      }
      case Product product -> {
        @Nullable String name = shared.get(product);
        yield name == null ? record(product, null) : Json.object().put("$ref", "#/$defs/" + name);
      }
    };
  }

  private static ObjectNode whole(Shape.Whole type) {
    var schema = typed("integer");
    Shape.@Nullable Bounds bounds = type.bounds();
    return bounds == null ? schema : schema.put("format", bounds.format());
  }

  private ObjectNode entries(Shape.Entries type) {
    var schema = typed("object");
    if (type.key() instanceof Choice choice) {
      choice.names().forEach(schema.putObject("propertyNames").putArray("enum")::add);
    }
    schema.set("additionalProperties", element(type.value()));
    return schema;
  }

  private ObjectNode oneOf(Shape.OneOf type) {
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
    schema.putObject("properties").putObject(Tags.KEY).put("const", tag);
    schema.putArray("required").add(Tags.KEY);
    return schema;
  }

  /**
   * A record.
   *
   * @param tag what it must have under {@code type}; null where it may have its own or none
   */
  private ObjectNode record(Product type, @Nullable String tag) {
    var schema = typed("object");
    var properties = schema.putObject("properties");
    var required = Json.mapper().createArrayNode();
    if (type.tagged()) {
      properties.putObject(Tags.KEY).put("const", type.tag());
      if (tag != null || !input) {
        required.add(Tags.KEY);
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

  private ObjectNode component(Product.Component component) {
    var schema = constrained(component.use());
    return component.required() || component.use().shape() instanceof Shape.Any
        ? schema
        : nullable(schema);
  }

  private ObjectNode element(Use use) {
    var schema = constrained(use);
    return use.takesNullAsElement() && !use.refusesNull() && !(use.shape() instanceof Shape.Any)
        ? nullable(schema)
        : schema;
  }

  private ObjectNode constrained(Use use) {
    return SchemaConstraints.apply(use, schema(use.shape()));
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.has("anyOf")) {
      return schema;
    }
    if (schema.path("type").isString() && !schema.has("enum") && !schema.has("const")) {
      schema.set(
          "type",
          Json.mapper().createArrayNode().add(schema.get("type").stringValue()).add("null"));
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
