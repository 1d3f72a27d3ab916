package dev.tinybase.schema;

import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that a JSON Schema allows, for the readers of documents: what it names as its example or
 * default, else something plain that keeps to its constraints as far as they can be kept to. The
 * same schema always has the same example.
 *
 * @param definitions the schema that a {@code $ref} leads to; null for an unknown one
 */
public record JsonSchemaExample(Function<String, @Nullable JsonNode> definitions) {
  private static final int MOST_NESTED = 8;
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST = 500;

  /** Of schemas without references. */
  public JsonSchemaExample() {
    this(_ -> null);
  }

  /**
   * A value.
   *
   * @param name what the value is called, for texts
   * @return empty where none is known that fits
   */
  public Optional<JsonNode> of(String name, JsonNode schema) {
    return of(name, schema, 0);
  }

  private Optional<JsonNode> of(String name, JsonNode schema, int depth) {
    if (depth > MOST_NESTED) {
      return Optional.empty();
    }
    for (var said : new String[] {"example", "const", "default"}) {
      if (schema.hasNonNull(said)) {
        return Optional.of(schema.get(said).deepCopy());
      }
    }
    for (var list : new String[] {"examples", "enum"}) {
      var first = schema.path(list).valueStream().filter(value -> !value.isNull()).findFirst();
      if (first.isPresent()) {
        return first;
      }
    }
    return schema.has("$ref")
        ? Optional.ofNullable(definitions.apply(schema.get("$ref").asString()))
            .flatMap(target -> of(name, target, depth + 1))
        : composed(name, schema, depth);
  }

  private Optional<JsonNode> composed(String name, JsonNode schema, int depth) {
    for (var either : new String[] {"anyOf", "oneOf"}) {
      if (schema.path(either).isArray() && !schema.has("properties")) {
        return schema
            .get(either)
            .valueStream()
            .filter(option -> !option.path("type").asString("").equals("null"))
            .findFirst()
            .flatMap(option -> of(name, option, depth + 1));
      }
    }
    if (schema.path("allOf").isArray()) {
      return Optional.of(merged(name, schema, depth));
    }
    return typed(name, schema, type(schema), depth);
  }

  private JsonNode merged(String name, JsonNode schema, int depth) {
    var all = Json.object();
    for (var part : schema.get("allOf").values()) {
      if (of(name, part, depth + 1).orElse(null) instanceof ObjectNode object) {
        all.setAll(object);
      }
    }
    return all;
  }

  /** The first type that is not null. */
  private static String type(JsonNode schema) {
    var type = schema.path("type");
    return type.isArray()
        ? type.valueStream()
            .map(JsonNode::asString)
            .filter(word -> !word.equals("null"))
            .findFirst()
            .orElse("null")
        : type.asString(schema.has("properties") ? "object" : "");
  }

  private Optional<JsonNode> typed(String name, JsonNode schema, String type, int depth) {
    var nodes = Json.mapper().getNodeFactory();
    return switch (type) {
      case "boolean" -> Optional.of(nodes.booleanNode(true));
      case "integer" ->
          Optional.of(nodes.numberNode(number(schema, BigDecimal.ONE, true).longValue()));
      case "number" ->
          Optional.of(nodes.numberNode(number(schema, new BigDecimal("1.5"), false).doubleValue()));
      case "string" -> text(name, schema).map(nodes::stringNode);
      case "array" -> array(name, schema, depth);
      case "object" -> object(schema, depth);
      case "null" -> Optional.of(nodes.nullNode());
      default -> Optional.of(Json.object().put("key", "value"));
    };
  }

  /** The usual number if it is within the bounds, else one of them or something between. */
  private static BigDecimal number(JsonNode schema, BigDecimal usual, boolean whole) {
    var step = whole ? BigDecimal.ONE : new BigDecimal("0.001");
    var least = bound(schema, "minimum", "exclusiveMinimum", step);
    var most = bound(schema, "maximum", "exclusiveMaximum", step.negate());
    var value = usual;
    if (most != null && value.compareTo(most) > 0) {
      value = whole ? most.setScale(0, RoundingMode.FLOOR) : most;
    }
    if (least != null && value.compareTo(least) < 0) {
      value = whole ? least.setScale(0, RoundingMode.CEILING) : least;
    }
    var unit = schema.path("multipleOf");
    if (unit.isNumber() && unit.decimalValue().signum() > 0) {
      var count = value.divide(unit.decimalValue(), 0, RoundingMode.CEILING);
      value = count.multiply(unit.decimalValue());
    }
    return value;
  }

  private static @Nullable BigDecimal bound(
      JsonNode schema, String inclusive, String exclusive, BigDecimal step) {
    if (schema.path(inclusive).isNumber()) {
      return schema.get(inclusive).decimalValue();
    }
    return schema.path(exclusive).isNumber()
        ? schema.get(exclusive).decimalValue().add(step)
        : null;
  }

  private static Optional<String> text(String name, JsonNode schema) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (schema.path("pattern").isString()) {
      return PatternExample.of(schema.get("pattern").stringValue(), least, most);
    }
    var format = schema.path("format").asString("");
    var text =
        format.equals("decimal")
            ? number(schema, new BigDecimal("9.9"), false).toPlainString()
            : formatted(format);
    return text == null
        ? plain(name, least, most)
        : Optional.of(text).filter(it -> it.length() >= least && it.length() <= most);
  }

  private static @Nullable String formatted(String format) {
    return switch (format) {
      case "email" -> "ada@example.org";
      case "uri", "url" -> "https://example.org/page";
      case "uuid" -> "019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7";
      case "slug" -> "my-first-post";
      case "date" -> "2026-11-22";
      case "date-time" -> "2026-11-22T22:18:10Z";
      case "time" -> "22:18:10";
      case "duration" -> "PT5M";
      case "hostname" -> "example.org";
      case "ipv4" -> "192.0.2.1";
      case "ipv6" -> "2001:db8::1";
      default -> null;
    };
  }

  /** The name in words, as long as it must be and no longer than it may be. */
  private static Optional<String> plain(String name, int least, int most) {
    var words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').strip();
    var text = words.isEmpty() ? "Text" : words.toLowerCase(Locale.ROOT);
    text = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    if (least > LONGEST) {
      return Optional.empty();
    }
    while (text.length() < least) {
      text = text + " " + text;
    }
    return Optional.of(
        text.substring(0, Math.min(text.length(), Math.min(most, Math.max(least, LONGEST)))));
  }

  private Optional<JsonNode> array(String name, JsonNode schema, int depth) {
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    var list = Json.mapper().createArrayNode();
    var item = of(name, schema.path("items"), depth + 1);
    int items = Math.min(most, Math.max(1, least));
    if (items > MOST_ITEMS || (item.isEmpty() && least > 0)) {
      return Optional.empty();
    }
    for (int i = 0; i < items && item.isPresent(); i++) {
      list.add(item.get().deepCopy());
    }
    return Optional.of(list);
  }

  /** What must be there and what may; only what must be stops the whole when it has no example. */
  private Optional<JsonNode> object(JsonNode schema, int depth) {
    var object = Json.object();
    var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    for (var property : schema.path("properties").properties()) {
      var value = of(property.getKey(), property.getValue(), depth + 1);
      if (value.isPresent()) {
        object.set(property.getKey(), value.get());
      } else if (required.contains(property.getKey())) {
        return Optional.empty();
      }
    }
    var more = schema.path("additionalProperties");
    if (object.isEmpty() && more.isObject()) {
      of("value", more, depth + 1).ifPresent(value -> object.set("key", value));
    }
    return Optional.of(object);
  }
}
