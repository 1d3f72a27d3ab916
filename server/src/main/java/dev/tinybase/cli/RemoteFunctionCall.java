package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Calls a function of a server and prints its result as {@code functions run} does.
 *
 * @param whole whether to print the whole call as the API tells of it
 */
record RemoteFunctionCall(Shell shell, ApiClient server, boolean whole) {
  /** Whether it succeeded. */
  boolean run(String name, JsonNode payload) {
    requireResult(name);
    var reply = server.send("POST", "/api/functions/" + name, payload);
    boolean succeeded = reply.path("status").asString("").equals("succeeded");
    if (whole) {
      new CallPrinter(shell).print(reply);
    } else if (succeeded) {
      new CallPrinter(shell).print(reply.path("result"));
    }
    if (!succeeded) {
      tell(reply);
    }
    return succeeded;
  }

  /** Streams and answers of their own are no JSON that could be printed as a result. */
  private void requireResult(String name) {
    var all = server.send("GET", "/api/functions/admin/list", null).valueStream().toList();
    var function =
        all.stream()
            .filter(it -> it.path("name").asString("").equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, all));
    var returns = function.path("returns").asString("");
    if (returns.equals("stream") || returns.equals("response")) {
      throw Problem.badRequest(
          "no_result",
          "'%s' answers with %s; ask %s for /api/functions/%s by curl instead."
              .formatted(
                  name,
                  returns.equals("stream") ? "a stream" : "an HTTP answer of its own",
                  server.place(),
                  name));
    }
  }

  private static Problem unknown(String name, List<JsonNode> all) {
    return CallPrinter.unknown(name, all.stream().map(it -> it.path("name").asString("")).toList());
  }

  private void tell(JsonNode reply) {
    var code = reply.path("error_code").asString("");
    var details = reply.path("error_details");
    new CallPrinter(shell)
        .tell(
            reply.path("error_type").asString("failed"),
            code.isEmpty() ? null : code,
            reply.path("error_message").asString(""),
            details.isMissingNode() || details.isNull() ? null : details);
    shell
        .err()
        .println("Its log: tinybase functions logs --call " + reply.path("call_id").asString(""));
  }
}
