package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.config.RemoteServers.RemoteServer;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.net.http.HttpResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** What another server's answers mean: JSON, or a problem that says what to do. */
final class RemoteAnswers {
  /** What every problem has, and is in its sentence already. */
  private static final Set<String> COMMON =
      Set.of("detail", "code", "request_id", "errors", "error");

  private RemoteAnswers() {}

  /** The answer's JSON; null in JSON's sense where it is empty. */
  static JsonNode json(RemoteServer remote, HttpResponse<byte[]> answer) {
    if (answer.statusCode() / 100 == 2) {
      var json = answer.body().length == 0 ? NullNode.getInstance() : parse(answer.body());
      if (json != null) {
        return json;
      }
    }
    throw problem(remote, answer);
  }

  /** The refusal, with its code and in words. */
  static Problem problem(RemoteServer remote, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    var body = parse(answer.body());
    if (status < 400 || body == null || !body.has("detail")) {
      return unreachable(
          remote, "is no TinyBase, or another thing answers in its place (status " + status + ")");
    }
    var detail = body.path("detail");
    var text = detail.isString() ? detail.stringValue() : places(detail);
    var code = body.path("code").asString("remote_refused");
    var sentence =
        "%s says (%d): %s%s".formatted(remote, status, text, nextStep(remote, status, code));
    var problem =
        status < 500
            ? Problem.refusal(status, code, sentence)
            : Problem.of(Problem.Kind.UNAVAILABLE, code, sentence);
    for (var member : body.properties()) {
      if (!COMMON.contains(member.getKey())) {
        problem = problem.member(member.getKey(), member.getValue());
      }
    }
    return problem;
  }

  private static String nextStep(RemoteServer remote, int status, String code) {
    return switch (status) {
      case 401 ->
          "; the token is unknown or has expired: make one there with 'tinybase tokens create', and"
              + " set "
              + remote.tokenPlace()
              + " to it";
      case 403 ->
          code.equals("insufficient_scope")
              ? "; make a token with that scope by 'tinybase tokens create'"
              : "; the token must be an admin's";
      case 413 -> "; its limits are server.max_import_bytes and server.max_body_bytes";
      case 429, 503 -> "; try again later";
      default -> "";
    };
  }

  /** {@code body.name: must be a text; …}, as the same problem says without a server between. */
  private static String places(JsonNode detail) {
    return detail
        .valueStream()
        .map(place ->
            place.path("loc").valueStream().map(it -> it.asString("")).collect(joining("."))
                + ": "
                + place.path("msg").asString(""))
        .collect(joining("; "));
  }

  private static @Nullable JsonNode parse(byte[] bytes) {
    try {
      return Json.parse(bytes);
    } catch (Problem _) {
      return null;
    }
  }

  /** No answer that could be understood. */
  static Problem unreachable(RemoteServer remote, String what) {
    return Problem.unavailable(
        "remote_unreachable",
        remote + " " + what + ". Is it running, and is " + remote.urlPlace() + " right?",
        1);
  }

  /**
   * After how many seconds a request may be sent again; 0 where it may not. Who answers 429 has
   * done nothing; of a 503 nobody knows.
   */
  static long pauseSeconds(String method, HttpResponse<?> answer) {
    int status = answer.statusCode();
    if (status != 429 && (status != 503 || !method.equals("GET"))) {
      return 0;
    }
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Math.max(1, Long.parseLong(text)))
        .orElse(0L);
  }
}
