package dev.tinybase.functions.host;

import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Turns maps, lists and values into JSON by hand: a mapper would keep the classes of functions that
 * it has seen. What is none of these becomes its text.
 */
final class PlainJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 32;

  private PlainJson() {}

  /** The JSON of a value. */
  static JsonNode of(@Nullable Object value) {
    return of(value, 0);
  }

  private static JsonNode of(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      return NODES.stringNode("...");
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node;
      case Boolean flag -> NODES.booleanNode(flag);
      case Number number -> number(number);
      case Map<?, ?> map -> {
        var object = Json.object();
        map.forEach((key, member) -> object.set(String.valueOf(key), of(member, depth + 1)));
        yield object;
      }
      case Iterable<?> list -> {
        var array = NODES.arrayNode();
        list.forEach(element -> array.add(of(element, depth + 1)));
        yield array;
      }
      default -> NODES.stringNode(String.valueOf(value));
    };
  }

  private static JsonNode number(Number number) {
    return switch (number) {
      case Integer whole -> NODES.numberNode(whole);
      case Long whole -> NODES.numberNode(whole);
      case Short whole -> NODES.numberNode(whole);
      case Byte whole -> NODES.numberNode(whole);
      case BigInteger whole -> NODES.numberNode(whole);
      case BigDecimal decimal -> NODES.numberNode(decimal);
      default ->
          Double.isFinite(number.doubleValue())
              ? NODES.numberNode(number.doubleValue())
              : NODES.stringNode(number.toString());
    };
  }
}
