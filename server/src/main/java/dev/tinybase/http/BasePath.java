package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import java.util.LinkedHashMap;

/**
 * The path below which a server answers, so that a proxy can share one host between several. Who
 * handles requests does not know of it.
 *
 * @param prefix such as {@code /app}; empty for none
 */
record BasePath(String prefix) {
  private static final String LOCATION = "Location";

  /**
   * A path as handlers see it.
   *
   * @throws Problem 404 for a path outside
   */
  String below(String path) {
    if (prefix.isEmpty()) {
      return path;
    }
    if (path.equals(prefix)) {
      return "/";
    }
    if (path.startsWith(prefix) && path.charAt(prefix.length()) == '/') {
      return path.substring(prefix.length());
    }
    throw Problem.notFound(
        "outside_base_path", "This server answers below " + prefix + "/ alone (server.base_path).");
  }

  /** An answer as clients see it: a {@code Location} that is a path of this server begins there. */
  Response located(Response answer) {
    if (prefix.isEmpty() || answer.headers().isEmpty()) {
      return answer;
    }
    var headers = new LinkedHashMap<>(answer.headers());
    headers.replaceAll(
        (name, value) -> name.equalsIgnoreCase(LOCATION) && isPath(value) ? prefix + value : value);
    return new Response(answer.status(), headers, answer.body());
  }

  private static boolean isPath(String location) {
    return location.startsWith("/") && !location.startsWith("//");
  }
}
