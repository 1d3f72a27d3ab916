package dev.tinybase.functions.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of one function.
 *
 * @param id of the call's record, a UUIDv7
 * @param requestId of the HTTP request, or of what else made it run
 * @param user null for callers without an account
 * @param isAdmin whether the caller has an admin's rights; the command line does without a user
 * @param deadline when its time is over
 * @param depth 0 for a call from outside, 1 for one from a function, and so on
 * @param job that makes it run; null for others, also those that a job's function makes
 */
public record CallInfo(
    UUID id,
    String function,
    String requestId,
    Trigger trigger,
    @Nullable User user,
    boolean isAdmin,
    Instant deadline,
    int depth,
    @Nullable Job job) {
  /** What a call gives to its function. */
  public sealed interface Input {
    /** The payload; an empty object where the client sent none. */
    record Json(JsonNode payload) implements Input {}

    /** The texts of a query, which are read as the types that the function wants. */
    record Query(JsonNode parameters) implements Input {}

    /**
     * The request itself, for functions that take one.
     *
     * @param path the variables of a route's path
     */
    record Raw(
        String method,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte[] body,
        Map<String, String> path)
        implements Input {
      /** A request of a function, whose path has no variables. */
      public Raw(
          String method,
          Map<String, List<String>> headers,
          Map<String, List<String>> query,
          byte[] body) {
        this(method, headers, query, body, Map.of());
      }
    }

    /** What a hook is told of, in the form of its kind. */
    record Event(ObjectNode event) implements Input {}

    /** The parameters of a query: a text for each, or a list of them where it came again. */
    static Input query(Map<String, List<String>> parameters) {
      return new Query(object(parameters));
    }

    /** The client's request; a call from another function brings a payload in its place. */
    default Raw raw() {
      return switch (this) {
        case Raw raw -> raw;
        case Json(JsonNode payload) -> post(payload);
        case Query(JsonNode parameters) -> post(parameters);
        case Event(ObjectNode event) -> post(event);
      };
    }

    private static Raw post(JsonNode body) {
      var headers = Map.of("content-type", List.of("application/json"));
      return new Raw("POST", headers, Map.of(), dev.tinybase.json.Json.bytes(body));
    }

    /** As it is kept with the call. A request is kept without its headers, which hold tokens. */
    default JsonNode kept() {
      return switch (this) {
        case Json(JsonNode payload) -> payload;
        case Query(JsonNode parameters) -> parameters;
        case Event(ObjectNode event) -> event;
        case Raw raw -> {
          var node = dev.tinybase.json.Json.object().put("method", raw.method);
          node.set("query", object(raw.query));
          putBody(node, raw.body);
          yield node;
        }
      };
    }

    private static void putBody(ObjectNode node, byte[] body) {
      try {
        node.put("body", UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
      } catch (CharacterCodingException _) {
        node.put("body_base64", Base64.getEncoder().encodeToString(body));
      }
    }

    private static ObjectNode object(Map<String, List<String>> parameters) {
      var node = dev.tinybase.json.Json.object();
      parameters.forEach((name, values) -> {
        if (values.size() == 1) {
          node.put(name, values.getFirst());
        } else {
          values.forEach(node.withArray(name)::add);
        }
      });
      return node;
    }
  }
}
