package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A line of the log of requests, in either form of it: words with spaces between, of which the
 * seventh is the request's id, or the members of a JSON object.
 */
record RequestLine(String message, @Nullable String id) {
  private static final int ID = 6;

  static RequestLine of(String line) {
    if (!line.startsWith("\"")) {
      var words = line.split(" ", ID + 2);
      return new RequestLine(line, words.length > ID ? words[ID] : null);
    }
    try {
      return of(Json.parse("{" + line + "}"));
    } catch (Problem _) {
      return new RequestLine(line, null);
    }
  }

  private static RequestLine of(JsonNode members) {
    var message =
        "%s %s %sms %sB %s %s"
            .formatted(
                text(members, "address"),
                text(members, "message"),
                text(members, "duration_ms"),
                text(members, "bytes"),
                text(members, "request_id"),
                text(members, "caller"));
    return new RequestLine(message, text(members, "request_id"));
  }

  private static String text(JsonNode members, String name) {
    var value = members.path(name);
    return value.isNull() || value.isMissingNode() ? "-" : value.asString();
  }
}
