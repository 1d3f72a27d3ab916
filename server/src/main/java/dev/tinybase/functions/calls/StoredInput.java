package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.Input;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Request;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The input of a call as its job holds it. Of a request the tokens of its caller are left out. */
final class StoredInput {
  private static final String JSON = "json";
  private static final String QUERY = "query";
  private static final String REQUEST = "request";
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie");

  private StoredInput() {}

  static String type(Input input) {
    return switch (input) {
      case Input.Json _ -> JSON;
      case Input.Query _ -> QUERY;
      case Input.Raw _ -> REQUEST;
    };
  }

  static String text(Input input) {
    return switch (input) {
      case Input.Json(JsonNode payload) -> Json.text(payload);
      case Input.Query(JsonNode parameters) -> Json.text(parameters);
      case Input.Raw(Request request) -> {
        var node = Json.object().put("method", request.method());
        var headers = new LinkedHashMap<>(request.headers());
        headers.keySet().removeIf(name -> SECRET.contains(name.toLowerCase(Locale.ROOT)));
        node.set("headers", Json.mapper().valueToTree(headers));
        node.set("query", Json.mapper().valueToTree(request.query()));
        yield Json.text(node.put("body", Base64.getEncoder().encodeToString(request.body())));
      }
    };
  }

  static Input read(String type, String text) {
    var node = Json.trusted(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return switch (type) {
      case JSON -> new Input.Json(node);
      case QUERY -> new Input.Query(node);
      case REQUEST ->
          new Input.Raw(
              new Request(
                  node.path("method").stringValue(),
                  lists(node.path("headers")),
                  lists(node.path("query")),
                  Base64.getDecoder().decode(node.path("body").stringValue())));
      default -> throw new IllegalArgumentException("unknown type of input: " + type);
    };
  }

  private static Map<String, List<String>> lists(JsonNode object) {
    var lists = new LinkedHashMap<String, List<String>>();
    object
        .properties()
        .forEach(member ->
            lists.put(
                member.getKey(),
                member.getValue().valueStream().map(JsonNode::stringValue).toList()));
    return lists;
  }
}
