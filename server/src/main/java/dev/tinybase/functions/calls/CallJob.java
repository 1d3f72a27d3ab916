package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.jobs.LeasedJob;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A call as a job. Of a request the tokens of its caller are left out. */
final class CallJob {
  private static final String JSON = "json";
  private static final String QUERY = "query";
  private static final String REQUEST = "request";
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie");

  private CallJob() {}

  static LeasedJob of(Call call) {
    var caller = call.caller();
    var actor =
        switch (caller.principal()) {
          case Principal.User _ -> LeasedJob.Actor.USER;
          case Principal.Anonymous _ -> LeasedJob.Actor.ANONYMOUS;
          case Principal.Operator _ -> LeasedJob.Actor.OPERATOR;
        };
    return new LeasedJob(
        call.id(),
        call.functionName(),
        0,
        1,
        0,
        type(call.input()),
        text(call.input()),
        actor,
        caller.principal().userId(),
        caller.trigger().name().toLowerCase(Locale.ROOT),
        caller.requestId(),
        call.id());
  }

  /** Who called, with the rights that he has now; empty when there is no such user any more. */
  static Optional<Principal> principal(LeasedJob job, UserService users) {
    return switch (job.actsAs()) {
      case ANONYMOUS -> Optional.of(new Principal.Anonymous());
      case OPERATOR -> Optional.of(new Principal.Operator());
      case USER ->
          Optional.ofNullable(job.userId())
              .flatMap(users::find)
              .map(it -> new Principal.User(it.id(), it.email(), it.isAdmin(), job.id()));
    };
  }

  static Caller caller(LeasedJob job, Principal who) {
    var trigger = Trigger.valueOf(job.triggerType().toUpperCase(Locale.ROOT));
    return new Caller(who, "", trigger, null, job.requestId());
  }

  static Input input(LeasedJob job) {
    var node = Json.trusted(job.payload().getBytes(UTF_8));
    return switch (job.payloadType()) {
      case JSON -> new Input.Json(node);
      case QUERY -> new Input.Query(node);
      case REQUEST ->
          new Input.Raw(
              node.path("method").stringValue(),
              lists(node.path("headers")),
              lists(node.path("query")),
              Base64.getDecoder().decode(node.path("body").stringValue()));
      default -> throw new IllegalArgumentException("unknown type of input: " + job.payloadType());
    };
  }

  private static String type(Input input) {
    return switch (input) {
      case Input.Json _ -> JSON;
      case Input.Query _ -> QUERY;
      case Input.Raw _ -> REQUEST;
    };
  }

  private static String text(Input input) {
    return switch (input) {
      case Input.Json(JsonNode payload) -> Json.text(payload);
      case Input.Query(JsonNode parameters) -> Json.text(parameters);
      case Input.Raw request -> {
        var node = Json.object().put("method", request.method());
        var headers = new LinkedHashMap<>(request.headers());
        headers.keySet().removeIf(name -> SECRET.contains(name.toLowerCase(Locale.ROOT)));
        node.set("headers", Json.mapper().valueToTree(headers));
        node.set("query", Json.mapper().valueToTree(request.query()));
        yield Json.text(node.put("body", Base64.getEncoder().encodeToString(request.body())));
      }
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
