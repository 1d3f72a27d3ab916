package dev.tinybase.api.routes;

import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which lines of a log are asked for: its last ones, or those behind a number.
 *
 * @param limit lines at most
 * @param after the number; less than 0 for the last lines
 */
record LogPage(int limit, long after) {
  private static final int MOST = 1000;

  static LogPage of(Query query) {
    return new LogPage(
        (int) query.integer("limit", 1, MOST, 100), query.integer("after", 0, Long.MAX_VALUE, -1));
  }

  boolean isLast() {
    return after < 0;
  }

  /**
   * The page, and {@code next_after}, behind which the next one begins.
   *
   * @param lines each with its number as {@code seq}
   * @param newest the number of the log's newest line before it was looked at
   */
  Response answer(List<ObjectNode> lines, long newest) {
    var body = Json.object();
    var logs = body.putArray("logs");
    lines.forEach(logs::add);
    long last = lines.isEmpty() ? after : lines.getLast().path("seq").longValue();
    // Where that was all, the lines that the filter hides need not be looked at again.
    long next = !isLast() && lines.size() == limit ? last : Math.max(last, newest);
    return Response.json(body.put("next_after", next));
  }
}
