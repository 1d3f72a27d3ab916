package dev.tinybase.api;

import dev.tinybase.http.PercentCoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: a tree of path segments in which a literal segment goes before a
 * variable.
 */
final class RouteTable {
  /** What the table says of a method and a path. */
  sealed interface Lookup {
    /** The route, with the values of its variables. */
    record Found(Endpoint endpoint, String[] values) implements Lookup {}

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

  private final Traffic traffic;

  RouteTable(List<Route> routes, Traffic traffic) {
    this.traffic = traffic;
    for (var route : routes) {
      add(route);
    }
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
    return slashed(segments) && root.find(shortened(segments), 0) != null
        ? new Lookup.Redirect(path.substring(0, path.length() - 1))
        : MISSING;
  }

  private void add(Route route) {
    var segments = split(route.path());
    if (segments == null) {
      throw new IllegalArgumentException("a path begins with a slash: " + route.path());
    }
    var names = new ArrayList<String>();
    var positions = new ArrayList<Integer>();
    var node = root;
    for (int i = 0; i < segments.length; i++) {
      var segment = segments[i];
      boolean variable = segment.startsWith("{");
      if (variable) {
        names.add(segment.substring(1, segment.length() - 1));
        positions.add(i);
      }
      node = variable ? node.variable() : node.literal(segment);
    }
    var times = traffic.routeTimes(route.method(), route.path());
    node.add(new Endpoint(route, List.copyOf(names), times), positions);
  }

  /** The decoded segments; {@code /} has none; null where the path begins otherwise. */
  private static String @Nullable [] split(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return null;
    }
    if (path.length() == 1) {
      return NO_VALUES;
    }
    var segments = new String[count(path)];
    int from = 1;
    for (int i = 0; i < segments.length; i++) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments[i] = PercentCoding.path(path.substring(from, to));
      from = to + 1;
    }
    return segments;
  }

  private static int count(String path) {
    int count = 1;
    for (int i = 1; i < path.length(); i++) {
      if (path.charAt(i) == '/') {
        count++;
      }
    }
    return count;
  }

  private static boolean slashed(String[] segments) {
    return segments.length > 0 && segments[segments.length - 1].isEmpty();
  }

  private static String[] shortened(String[] segments) {
    return Arrays.copyOf(segments, segments.length - 1);
  }

  /** One place of the tree. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Endpoint> methods = new HashMap<>();
    private @Nullable Node variable;
    private int[] positions = {};
    private String allow = "";

    Node literal(String segment) {
      return literals.computeIfAbsent(segment, _ -> new Node());
    }

    Node variable() {
      if (variable == null) {
        variable = new Node();
      }
      return variable;
    }

    void add(Endpoint endpoint, List<Integer> places) {
      var route = endpoint.route();
      if (methods.put(route.method(), endpoint) != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
      }
      if (route.method().equals("GET")) {
        methods.put("HEAD", endpoint);
      }
      positions = places.stream().mapToInt(Integer::intValue).toArray();
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
      return found;
    }

    Lookup lookup(String method, String[] segments) {
      var endpoint = methods.get(method);
      return endpoint == null
          ? new Lookup.OtherMethods(allow)
          : new Lookup.Found(endpoint, values(segments));
    }

    private String[] values(String[] segments) {
      var values = new String[positions.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = segments[positions[i]];
      }
      return values;
    }
  }
}
