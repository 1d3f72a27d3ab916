package dev.tinybase.filters;

import dev.tinybase.schema.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Parses filters against a schema. Whatever makes no sense is a 400 problem {@code invalid_filter}
 * that names the place. One filter has at most 100 conditions, 8 levels and 1,000 listed values.
 */
public final class FilterParser {
  private final Names names;

  private FilterParser(Names names) {
    this.names = names;
  }

  /** Filters of requests, and rules of list, read and delete. */
  public FilterParser(Visibility visibility) {
    this(new Names(visibility, false));
  }

  /** Rules of create and update, which also know {@code $new} and {@code $old}. */
  public static FilterParser ofChanges(Visibility visibility) {
    return new FilterParser(new Names(visibility, true));
  }

  /**
   * Parses the JSON form.
   *
   * @param place what messages call the whole, for example {@code filter} or {@code
   *     options.access.update}
   */
  public Filter parse(JsonNode json, String place) {
    return new Tree(new Conditions(names, new Budget(), false)).parse(json, place, 1);
  }

  /**
   * Parses the parameters {@code filter=<JSON>} and {@code filter[field][operator]=value} of a
   * decoded query, all joined by and; other parameters are left alone. Without any the result is
   * {@link Filter#EVERYTHING}.
   */
  public Filter parseQuery(Map<String, List<String>> query) {
    var budget = new Budget();
    var tree = new Tree(new Conditions(names, budget, false));
    var brackets = new Brackets(new Conditions(names, budget, true));
    var parts = new ArrayList<Filter>();
    query.forEach((name, values) -> {
      for (var value : values) {
        if (name.equals("filter")) {
          parts.add(tree.parse(Brackets.json(value), name, 1));
        } else if (name.startsWith("filter[")) {
          parts.add(brackets.parse(name, value));
        }
      }
    });
    return Tree.all(parts);
  }
}
