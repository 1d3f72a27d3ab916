package dev.tinybase.config;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists in one text: {@code a, b} or {@code ["a", "b"]}. */
final class ListText {
  private ListText() {}

  /** The elements, each as its reader gives it; null when one of them is not as expected. */
  static @Nullable List<String> read(String text, SettingType.Reader<String> element) {
    var parts = parts(text);
    if (parts == null) {
      return null;
    }
    var values = new ArrayList<String>();
    for (String part : parts) {
      var value = element.read(part);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  static String toml(String text) {
    var parts = parts(text);
    return (parts == null ? List.<String>of() : parts)
        .stream().map(SettingType::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static @Nullable List<String> parts(String text) {
    var stripped = text.strip();
    if (stripped.startsWith("[")) {
      return array(stripped);
    }
    return stripped.isEmpty()
        ? List.of()
        : List.of(stripped.split(",", -1)).stream().map(String::strip).toList();
  }

  private static @Nullable List<String> array(String json) {
    try {
      var elements = Json.parse(json).values();
      return elements.stream().allMatch(JsonNode::isString)
          ? elements.stream().map(JsonNode::stringValue).toList()
          : null;
    } catch (Problem _) {
      return null;
    }
  }
}
