package dev.tinybase.filters;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses filters for an audience of a schema. Whatever makes no sense is a 400 problem {@code
 * invalid_filter} that names the place. One filter has at most 100 conditions, 8 levels and 1,000
 * listed values.
 */
public final class FilterParser {
  private static final Set<String> LISTS = Set.of("in", "nin", "has_any", "has_all", "subset");
  private static final int MOST_BRACKETS = 3;
  private static final Place FILTER = new Place(null, "filter");

  private final Visibility visibility;
  private final boolean states;

  private FilterParser(Visibility visibility, boolean states) {
    this.visibility = visibility;
    this.states = states;
  }

  /** Filters of requests, and rules of list, read and delete. */
  public FilterParser(Visibility visibility) {
    this(visibility, false);
  }

  /** Rules of create and update, which also know {@code $new} and {@code $old}. */
  public static FilterParser ofChanges(Visibility visibility) {
    return new FilterParser(visibility, true);
  }

  /**
   * Parses the JSON form: an object of conditions, joined by and, with {@code and, or, not}.
   *
   * @param place what messages call the whole, for example {@code filter} or {@code
   *     options.access.update}
   */
  public Filter parse(JsonNode json, String place) {
    return object(json, new Place(null, place), 1, conditions(new Limits(), false));
  }

  /**
   * Parses the parameters {@code filter=<JSON>} and {@code filter[field][operator]=value} of a
   * decoded query, all joined by and; other parameters are left alone. Lists in brackets are
   * separated by commas; a value that holds a comma itself needs the JSON form. Without any
   * parameter the result is {@link Filter#EVERYTHING}.
   */
  public Filter parseQuery(Map<String, List<String>> query) {
    var limits = new Limits();
    var conditions = conditions(limits, false);
    var texts = conditions(limits, true);
    var parts = new ArrayList<Filter>();
    query.forEach((name, values) -> {
      for (var value : values) {
        if (name.equals("filter")) {
          parts.add(object(json(value), FILTER, 1, conditions));
        } else if (name.startsWith("filter[")) {
          var names = brackets(name);
          var place = FILTER.inside(names.getFirst());
          parts.add(texts.parse(names.getFirst(), value(names, 1, value), place));
        }
      }
    });
    return Filter.all(parts);
  }

  private ConditionParser conditions(Limits limits, boolean isText) {
    return new ConditionParser(new OperandParser(visibility, states, isText), limits);
  }

  private static Filter object(JsonNode json, Place place, int level, ConditionParser conditions) {
    Limits.level(place, level);
    if (!(json instanceof ObjectNode object)) {
      throw invalid(place, "must be an object such as {\"price\": {\"gt\": 10}}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : object.properties()) {
      var inside = place.inside(entry.getKey());
      var value = entry.getValue();
      parts.add(
          switch (entry.getKey()) {
            case "and" -> Filter.all(list(value, inside, level, conditions));
            case "or" -> new Filter.Or(list(value, inside, level, conditions));
            case "not" -> new Filter.Not(object(value, inside, level + 1, conditions));
            case "exists" -> throw invalid(inside, "'exists' is not supported yet");
            default ->
                isChange(entry.getKey(), value, conditions)
                    ? conditions.changed(value, inside)
                    : conditions.parse(entry.getKey(), value, inside);
          });
    }
    return Filter.all(parts);
  }

  /** In rules about changes; a field of this name is there asked for by an operator. */
  private static boolean isChange(String key, JsonNode value, ConditionParser conditions) {
    return key.equals("changed")
        && conditions.operands().states()
        && (value.isString() || value.isArray());
  }

  private static List<Filter> list(
      JsonNode value, Place place, int level, ConditionParser conditions) {
    if (!value.isArray()) {
      throw invalid(place, "must be a list of filters");
    }
    var parts = new ArrayList<Filter>();
    for (var part : value.values()) {
      parts.add(object(part, place.inside(parts.size()), level + 1, conditions));
    }
    return parts;
  }

  /** The JSON of {@code filter=}, with the parser's complaint as a 400 of this parameter. */
  static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      throw invalid(FILTER, Json.reason(e));
    }
  }

  /** {@code [gt]=1} as {@code {"gt": "1"}}. */
  private static JsonNode value(List<String> names, int from, String text) {
    if (from < names.size()) {
      return Json.object().set(names.get(from), value(names, from + 1, text));
    }
    if (from == 1 || !LISTS.contains(names.getLast())) {
      return Json.mapper().getNodeFactory().stringNode(text);
    }
    var array = Json.mapper().createArrayNode();
    if (!text.isEmpty()) {
      List.of(text.split(",", -1)).forEach(array::add);
    }
    return array;
  }

  private static List<String> brackets(String parameter) {
    var names = new ArrayList<String>();
    int at = "filter".length();
    while (at < parameter.length() && names.size() < MOST_BRACKETS) {
      int end = parameter.indexOf(']', at);
      if (parameter.charAt(at) != '[' || end < at + 2) {
        break;
      }
      names.add(parameter.substring(at + 1, end));
      at = end + 1;
    }
    if (names.isEmpty() || at < parameter.length()) {
      throw invalid(
          new Place(null, Texts.abbreviate(parameter)),
          "write filter[field]=value, filter[field][operator]=value, or filter=<JSON>");
    }
    return names;
  }

  /** The one answer to a filter that makes no sense: 400, naming the place. */
  static Problem invalid(Place place, String sentence) {
    return Problem.badRequest("invalid_filter", place + ": " + sentence);
  }

  /**
   * A place in a filter. Most filters are right, so its text is made for messages only.
   *
   * @param key a name, or the number of an item in a list
   */
  record Place(@Nullable Place outer, Object key) {
    Place inside(Object key) {
      return new Place(this, key);
    }

    /** Long keys are cut, they are input. */
    @Override
    public String toString() {
      return switch (key) {
        case Integer item -> outer + "[" + item + "]";
        case Object name when outer == null -> name.toString();
        case Object name -> outer + "." + Texts.abbreviate(name.toString());
      };
    }
  }

  /** How much one filter may hold, so that none is expensive to parse, compile or run. */
  static final class Limits {
    static final int CONDITIONS = 100;
    static final int LEVELS = 8;
    static final int VALUES = 1_000;
    static final int ITEMS = 100;

    private int conditions;
    private int values;

    void condition(Place place) {
      if (++conditions > CONDITIONS) {
        throw invalid(place, "a filter may hold at most " + CONDITIONS + " conditions");
      }
    }

    void values(Place place, int count) {
      values += count;
      if (values > VALUES) {
        throw invalid(place, "the lists of a filter may hold at most " + VALUES + " values in all");
      }
    }

    void items(Place place, int count) {
      if (count > ITEMS) {
        throw invalid(place, "takes at most " + ITEMS + " items");
      }
      values(place, count);
    }

    static void level(Place place, int level) {
      if (level > LEVELS) {
        throw invalid(place, "a filter may nest at most " + LEVELS + " levels deep");
      }
    }
  }
}
