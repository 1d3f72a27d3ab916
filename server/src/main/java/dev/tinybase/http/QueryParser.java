package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code a=1&b=2}, at most so many parameters of it. */
public final class QueryParser {
  /** The query of a request without one. */
  public static final Query EMPTY = new Query(Map.of());

  private static final int MOST = 1_000;

  private QueryParser() {}

  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    var values = new LinkedHashMap<String, List<String>>();
    int from = 0;
    int count = 0;
    while (from <= raw.length()) {
      int and = raw.indexOf('&', from);
      int to = and < 0 ? raw.length() : and;
      if (to > from) {
        add(values, raw, from, to);
        if (++count > MOST) {
          throw Problem.badRequest(
              "too_many_parameters", "The query has more than " + MOST + " parameters.");
        }
      }
      from = to + 1;
    }
    return new Query(values);
  }

  private static void add(Map<String, List<String>> values, String raw, int from, int to) {
    int equals = raw.indexOf('=', from);
    boolean bare = equals < 0 || equals > to;
    var name = PercentCoding.query(raw.substring(from, bare ? to : equals));
    var value = bare ? "" : PercentCoding.query(raw.substring(equals + 1, to));
    values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
  }
}
