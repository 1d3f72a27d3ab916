package dev.tinybase.api;

import dev.tinybase.http.Query;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: a tree of path segments in which a literal segment goes before a
 * variable.
 */
final class RouteTable {
  /** What the table says of a method and a path. */
  sealed interface Lookup {
    /** The route, with the values of its variables. */
    record Found(Route route, String[] values) implements Lookup {}

    /** The path exists, the method does not. */
    record OtherMethods(String allow) implements Lookup {}

    /** The path exists without its trailing slash. */
    record Redirect(String path) implements Lookup {}

    /** No such path. */
    record Missing() implements Lookup {}
  }

  private static final String[] NO_VALUES = {};
  private static final Lookup MISSING = new Lookup.Missing();

  private final Node root = new Node();

  RouteTable(List<Route> routes) {
    for (var route : routes) {
      add(route);
    }
  }

  /** The names in a template's braces. */
  static List<String> variables(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(RouteTable::isVariable)
        .map(RouteTable::name)
        .toList();
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  /** Whether a segment of a template takes all that are left. */
  static boolean isRest(String segment) {
    return segment.endsWith("...}");
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - (isRest(segment) ? 4 : 1));
  }

  /** Looks a path up, percent-encoded as it was sent; HEAD finds what GET does. */
  Lookup find(String method, String path) {
    var segments = split(path);
    if (segments == null) {
      return MISSING;
    }
    var node = root.find(segments, 0);
    if (node != null) {
      return node.lookup(method, segments);
    }
    int last = segments.length - 1;
    boolean slashed = last >= 0 && segments[last].isEmpty();
    return slashed && root.find(Arrays.copyOf(segments, last), 0) != null
        ? new Lookup.Redirect(path.substring(0, path.length() - 1))
        : MISSING;
  }

  private void add(Route route) {
    var segments = split(route.path());
    if (segments == null) {
      throw new IllegalArgumentException("a path begins with a slash: " + route.path());
    }
    var node = root;
    for (int i = 0; i < segments.length; i++) {
      if (isRest(segments[i]) && i < segments.length - 1) {
        throw new IllegalArgumentException("the rest ends a path: " + route.path());
      }
      node = node.child(segments[i]);
    }
    node.add(
        route, IntStream.range(0, segments.length).filter(i -> isVariable(segments[i])).toArray());
  }

  /** The decoded segments; {@code /} has none; null where the path begins otherwise. */
  private static String @Nullable [] split(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return null;
    }
    if (path.length() == 1) {
      return NO_VALUES;
    }
    var segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      segments[i] = Query.decode(segments[i], false);
    }
    return segments;
  }

  /** One place of the tree. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Route> methods = new HashMap<>();
    private @Nullable Node variable;
    private @Nullable Node rest;
    private int[] positions = {};
    private String allow = "";

    /** The place that a segment of a template leads to. */
    Node child(String segment) {
      if (!isVariable(segment)) {
        return literals.computeIfAbsent(segment, _ -> new Node());
      }
      if (isRest(segment)) {
        rest = rest == null ? new Node() : rest;
        return rest;
      }
      variable = variable == null ? new Node() : variable;
      return variable;
    }

    void add(Route route, int[] places) {
      if (methods.put(route.method(), route) != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
      }
      if (route.method().equals("GET")) {
        methods.put("HEAD", route);
      }
      positions = places;
      var names = new TreeSet<>(methods.keySet());
      names.add("OPTIONS");
      allow = String.join(", ", names);
    }

    @Nullable Node find(String[] segments, int depth) {
      if (depth == segments.length) {
        return methods.isEmpty() ? null : this;
      }
      var segment = segments[depth];
      var child = literals.get(segment);
      var found = child == null ? null : child.find(segments, depth + 1);
      if (found == null && variable != null && !segment.isEmpty()) {
        found = variable.find(segments, depth + 1);
      }
      return found == null && rest != null && isSafe(segments, depth) ? rest : found;
    }

    /**
     * Whether segments can be a path below something: none leads up, or is two in one. The last one
     * is empty where the path ends in a slash, as that of a folder does.
     */
    private static boolean isSafe(String[] segments, int from) {
      int end = segments.length - (segments[segments.length - 1].isEmpty() ? 1 : 0);
      return Arrays.stream(segments, from, end)
          .allMatch(segment ->
              !segment.isEmpty()
                  && !segment.equals(".")
                  && !segment.equals("..")
                  && segment.indexOf('/') < 0
                  && segment.indexOf('\\') < 0);
    }

    Lookup lookup(String method, String[] segments) {
      var route = methods.get(method);
      return route == null
          ? new Lookup.OtherMethods(allow)
          : new Lookup.Found(route, values(route, segments));
    }

    private String[] values(Route route, String[] segments) {
      var values = new String[positions.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = segments[positions[i]];
      }
      if (isRest(route.path())) {
        var rest = Arrays.copyOfRange(segments, positions[values.length - 1], segments.length);
        values[values.length - 1] = String.join("/", rest);
      }
      return values;
    }
  }
}
