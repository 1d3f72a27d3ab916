package dev.tinybase.filters;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parses the JSON form: an object of conditions, joined by and, with {@code and, or, not}. */
final class Tree {
  private final Conditions conditions;

  Tree(Conditions conditions) {
    this.conditions = conditions;
  }

  Filter parse(JsonNode json, String place, int level) {
    Budget.level(place, level);
    if (!(json instanceof ObjectNode object)) {
      throw InvalidFilter.at(place, "must be an object such as {\"price\": {\"gt\": 10}}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : object.properties()) {
      var inside = InvalidFilter.inside(place, entry.getKey());
      parts.add(entry(entry.getKey(), entry.getValue(), inside, level));
    }
    return all(parts);
  }

  private Filter entry(String key, JsonNode value, String place, int level) {
    return switch (key) {
      case "and" -> all(list(value, place, level));
      case "or" -> new Filter.Or(list(value, place, level));
      case "not" -> new Filter.Not(parse(value, place, level + 1));
      case "exists" -> throw InvalidFilter.at(place, "'exists' is not supported yet");
      default -> conditions.parse(key, value, place);
    };
  }

  private List<Filter> list(JsonNode value, String place, int level) {
    if (!value.isArray()) {
      throw InvalidFilter.at(place, "must be a list of filters");
    }
    var parts = new ArrayList<Filter>();
    for (var part : value.values()) {
      parts.add(parse(part, place + "[" + parts.size() + "]", level + 1));
    }
    return parts;
  }

  /** All of the parts, without a needless level. */
  static Filter all(List<Filter> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
  }
}
