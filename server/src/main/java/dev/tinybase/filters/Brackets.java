package dev.tinybase.filters;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Parses the URL form {@code filter[field][operator]=value}. Lists are separated by commas; a value
 * that holds a comma itself needs the JSON form.
 */
final class Brackets {
  private static final Set<String> LISTS = Set.of("in", "nin", "has_any", "has_all");
  private static final int MOST = 3;

  private final Conditions conditions;

  Brackets(Conditions conditions) {
    this.conditions = conditions;
  }

  Filter parse(String parameter, String value) {
    var names = names(parameter);
    var place = "filter." + Texts.abbreviate(names.getFirst());
    return conditions.parse(names.getFirst(), value(names, 1, value), place);
  }

  /** The JSON of {@code filter=}, with the parser's complaint as a 400 of this parameter. */
  static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      var reason = e.inputs().isEmpty() ? e.detail() : e.inputs().getFirst().msg();
      throw InvalidFilter.at("filter", reason);
    }
  }

  /** {@code [gt]=1} as {@code {"gt": "1"}}. */
  private static JsonNode value(List<String> names, int from, String text) {
    if (from == names.size()) {
      boolean isList = from > 1 && LISTS.contains(names.getLast());
      return isList ? list(text) : Json.mapper().getNodeFactory().stringNode(text);
    }
    return Json.object().set(names.get(from), value(names, from + 1, text));
  }

  private static JsonNode list(String text) {
    var array = Json.mapper().createArrayNode();
    if (!text.isEmpty()) {
      for (var item : text.split(",", -1)) {
        array.add(item);
      }
    }
    return array;
  }

  private static List<String> names(String parameter) {
    var names = new ArrayList<String>();
    int at = "filter".length();
    while (at < parameter.length() && names.size() < MOST) {
      int end = parameter.indexOf(']', at);
      if (parameter.charAt(at) != '[' || end < at + 2) {
        break;
      }
      names.add(parameter.substring(at + 1, end));
      at = end + 1;
    }
    if (names.isEmpty() || at < parameter.length()) {
      throw InvalidFilter.at(
          Texts.abbreviate(parameter),
          "write filter[field]=value, filter[field][operator]=value, or filter=<JSON>");
    }
    return names;
  }
}
