package dev.tinybase.functions.invoke;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** As much of a JSON Schema validator as our schemas need; it stops at words it does not know. */
final class SchemaCheck {
  private final JsonNode root;

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  boolean accepts(JsonNode value) {
    return accepts(root, value);
  }

  private boolean accepts(JsonNode schema, JsonNode value) {
    return schema.properties().stream()
        .allMatch(word -> holds(schema, word.getKey(), word.getValue(), value));
  }

  private boolean holds(JsonNode schema, String word, JsonNode told, JsonNode value) {
    return switch (word) {
      case "$schema", "$defs", "properties" -> properties(schema, value);
      case "$ref" -> accepts(root.at(told.stringValue().substring(1)), value);
      case "type" ->
          told.isArray()
              ? told.values().stream().anyMatch(it -> type(it.stringValue(), value))
              : type(told.stringValue(), value);
      case "const" -> told.equals(value);
      case "enum" -> told.values().stream().anyMatch(value::equals);
      case "anyOf" -> told.values().stream().anyMatch(it -> accepts(it, value));
      case "oneOf" -> told.values().stream().filter(it -> accepts(it, value)).count() == 1;
      case "required" ->
          !value.isObject() || told.values().stream().allMatch(it -> value.has(it.stringValue()));
      case "additionalProperties" ->
          !value.isObject()
              || value.properties().stream()
                  .filter(it -> !schema.path("properties").has(it.getKey()))
                  .allMatch(
                      it -> told.isBoolean() ? told.asBoolean() : accepts(told, it.getValue()));
      case "propertyNames" ->
          StreamSupport.stream(value.propertyNames().spliterator(), false)
              .allMatch(name ->
                  told.get("enum").values().stream().anyMatch(it -> it.stringValue().equals(name)));
      case "items" -> !value.isArray() || value.values().stream().allMatch(it -> accepts(told, it));
      case "format" -> format(told.stringValue(), value);
      case "pattern" ->
          !value.isString()
              || Pattern.compile(told.stringValue()).matcher(value.stringValue()).find();
      case "minLength" -> !value.isString() || value.stringValue().length() >= told.asInt();
      case "maxLength" -> !value.isString() || value.stringValue().length() <= told.asInt();
      case "minItems" -> !value.isArray() || value.size() >= told.asInt();
      case "maxItems" -> !value.isArray() || value.size() <= told.asInt();
      case "minProperties" -> !value.isObject() || value.size() >= told.asInt();
      case "maxProperties" -> !value.isObject() || value.size() <= told.asInt();
      case "minimum" -> !value.isNumber() || compare(value, told) >= 0;
      case "maximum" -> !value.isNumber() || compare(value, told) <= 0;
      case "exclusiveMinimum" -> !value.isNumber() || compare(value, told) > 0;
      case "exclusiveMaximum" -> !value.isNumber() || compare(value, told) < 0;
      default -> throw new AssertionError("a word that is not known: " + word);
    };
  }

  private boolean properties(JsonNode schema, JsonNode value) {
    return !value.isObject()
        || schema.path("properties").properties().stream()
            .allMatch(
                it -> !value.has(it.getKey()) || accepts(it.getValue(), value.get(it.getKey())));
  }

  private static boolean type(String type, JsonNode value) {
    return switch (type) {
      case "null" -> value.isNull();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" ->
          value.isNumber() && value.decimalValue().remainder(BigDecimal.ONE).signum() == 0;
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new AssertionError("a type that is not known: " + type);
    };
  }

  private static boolean format(String format, JsonNode value) {
    return switch (format) {
      case "date-time" -> parses(value, Instant::parse);
      case "date" -> parses(value, LocalDate::parse);
      case "uuid" -> parses(value, UUID::fromString);
      case "email" -> !value.isString() || value.stringValue().matches("[^@]+@[^@]+");
      case "int32" -> !value.isNumber() || value.canConvertToInt();
      case "int64" -> !value.isNumber() || value.canConvertToLong();
      case "double" -> !value.isNumber() || Double.isFinite(value.decimalValue().doubleValue());
      default -> throw new AssertionError("a format that is not known: " + format);
    };
  }

  private static boolean parses(JsonNode value, Consumer<String> parser) {
    if (!value.isString()) {
      return true;
    }
    try {
      parser.accept(value.stringValue());
      return true;
    } catch (DateTimeException | IllegalArgumentException _) {
      return false;
    }
  }

  private static int compare(JsonNode value, JsonNode bound) {
    return value.decimalValue().compareTo(bound.decimalValue());
  }
}
