package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.host.Input;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller sends.
 *
 * @param bytes how large it was
 */
public record Payload(Input input, long bytes) {
  /** An object of so many bytes. */
  public static Payload json(JsonNode object, long bytes) {
    return new Payload(new Input.Json(object), bytes);
  }

  /** An object. */
  public static Payload json(JsonNode object) {
    return json(object, Json.bytes(object).length);
  }

  /** The parameters of a query: a text for each, or a list of them where it came again. */
  public static Payload query(Map<String, List<String>> parameters) {
    return new Payload(new Input.Query(node(parameters)), 0);
  }

  /** A request as it came. */
  public static Payload raw(Request request) {
    return new Payload(new Input.Raw(request), request.body().length);
  }

  /** As it is kept with the call. A request is kept without its headers, which hold tokens. */
  byte[] kept() {
    return Json.bytes(
        switch (input) {
          case Input.Json(JsonNode payload) -> payload;
          case Input.Query(JsonNode parameters) -> parameters;
          case Input.Raw(Request request) -> kept(request);
        });
  }

  private static JsonNode kept(Request request) {
    var node = Json.object().put("method", request.method());
    node.set("query", node(request.query()));
    try {
      return node.put(
          "body", UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString());
    } catch (CharacterCodingException _) {
      return node.put("body_base64", Base64.getEncoder().encodeToString(request.body()));
    }
  }

  private static ObjectNode node(Map<String, List<String>> parameters) {
    var node = Json.object();
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
