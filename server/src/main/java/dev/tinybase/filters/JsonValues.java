package dev.tinybase.filters;

import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values inside JSON as Java's own where they are scalars. */
final class JsonValues {
  private JsonValues() {}

  /** What a path of keys leads to; null where it leads nowhere. */
  static @Nullable Object at(@Nullable Object json, List<String> keys) {
    if (!(json instanceof JsonText(String text))) {
      return null;
    }
    var node = Json.trusted(text);
    for (var key : keys) {
      node = node.path(key);
    }
    return of(node);
  }

  /** A String, Boolean, Long or Double; the node itself for lists and objects. */
  static @Nullable Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.stringValue();
      case NUMBER -> Scalars.anyNumber(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case ARRAY, OBJECT -> node;
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }
}
