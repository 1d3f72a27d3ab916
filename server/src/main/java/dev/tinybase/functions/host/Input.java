package dev.tinybase.functions.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.sdk.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a call gives to its function. */
public sealed interface Input {
  /** The payload; an empty object where the client sent none. */
  record Json(JsonNode payload) implements Input {}

  /** The texts of a query, which are read as the types that the function wants. */
  record Query(JsonNode parameters) implements Input {}

  /** The request itself, for functions that take one. */
  record Raw(Request request) implements Input {}

  /** The parameters of a query: a text for each, or a list of them where it came again. */
  static Input query(Map<String, List<String>> parameters) {
    return new Query(object(parameters));
  }

  /** The client's request; a call from another function brings a payload in its place. */
  default Request request() {
    return switch (this) {
      case Raw(Request request) -> request;
      case Json(JsonNode payload) -> post(payload);
      case Query(JsonNode parameters) -> post(parameters);
    };
  }

  private static Request post(JsonNode body) {
    var headers = Map.of("content-type", List.of("application/json"));
    return new Request("POST", headers, Map.of(), dev.tinybase.json.Json.bytes(body));
  }

  /** As it is kept with the call. A request is kept without its headers, which hold tokens. */
  default JsonNode kept() {
    return switch (this) {
      case Json(JsonNode payload) -> payload;
      case Query(JsonNode parameters) -> parameters;
      case Raw(Request request) -> {
        var node = dev.tinybase.json.Json.object().put("method", request.method());
        node.set("query", object(request.query()));
        putBody(node, request.body());
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
