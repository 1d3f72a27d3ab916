package dev.tinybase.functions.invoke.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as values of the JDK, for types that say no more than Object. */
public final class PlainValues {
  private PlainValues() {}

  /** A map, a list, a text, a number, a boolean or null. */
  public static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(node);
      case ARRAY -> {
        var list = new ArrayList<@Nullable Object>(node.size());
        node.values().forEach(element -> list.add(value(element)));
        yield list;
      }
      case STRING -> node.stringValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() ? node.numberValue() : ScalarTypes.number(node.decimalValue());
      case BINARY, MISSING, NULL, POJO -> null;
    };
  }

  /** An object's entries, in order. */
  public static Map<String, @Nullable Object> map(JsonNode object) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    object.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
    return map;
  }

  /** What kind of value it is, for people. */
  public static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case NUMBER -> "a number";
      case BINARY, MISSING, NULL, POJO -> "null";
    };
  }
}
