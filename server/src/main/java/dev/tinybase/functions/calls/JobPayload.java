package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The input of a call as a job keeps it. Of a request the tokens of its caller are left out.
 *
 * @param type json, query or request
 */
record JobPayload(String type, String json) {
  private static final String QUERY = "query";
  private static final String REQUEST = "request";
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie");

  static JobPayload of(Input input) {
    return switch (input) {
      case Input.Json(JsonNode payload) -> new JobPayload(JobRequest.JSON, Json.text(payload));
      case Input.Query(JsonNode parameters) -> new JobPayload(QUERY, Json.text(parameters));
      case Input.Event _ -> throw new IllegalArgumentException("no job runs a hook");
      case Input.Raw request -> new JobPayload(REQUEST, text(request));
    };
  }

  private static String text(Input.Raw request) {
    var node = Json.object().put("method", request.method());
    var headers = new LinkedHashMap<>(request.headers());
    headers.keySet().removeIf(name -> SECRET.contains(name.toLowerCase(Locale.ROOT)));
    node.set("headers", Json.mapper().valueToTree(headers));
    node.set("query", Json.mapper().valueToTree(request.query()));
    return Json.text(node.put("body", Base64.getEncoder().encodeToString(request.body())));
  }

  /** Gives it to a call again. */
  Call to(Call call) {
    var node = Json.trusted(json);
    return switch (type) {
      case JobRequest.JSON -> call.with(node, json.length());
      case QUERY -> call.with(new Input.Query(node), json.length());
      case REQUEST -> call.with(raw(node), json.length());
      default -> throw new IllegalArgumentException("unknown type of input: " + type);
    };
  }

  private static Input raw(JsonNode request) {
    return new Input.Raw(
        request.path("method").stringValue(),
        lists(request.path("headers")),
        lists(request.path("query")),
        Base64.getDecoder().decode(request.path("body").stringValue().getBytes(UTF_8)));
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
