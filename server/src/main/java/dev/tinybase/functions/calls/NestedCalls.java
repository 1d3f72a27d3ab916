package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Input;
import dev.tinybase.functions.invoke.Lane;
import dev.tinybase.functions.invoke.Signature;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The calls that a function makes of others: on its lane, in its time, each with its record. */
record NestedCalls(OneCall parent, Lane lane) {
  private static final int DEEPEST = 10;

  /** Runs the other function and returns its result. */
  JsonNode call(String name, JsonNode payload, Principal who) {
    var info = parent.info();
    if (info.depth() >= DEEPEST) {
      throw new FunctionException(
          "call_too_deep",
          "Functions may call each other " + DEEPEST + " deep. Does '" + name + "' call itself?");
    }
    var parts = parent.parts();
    var function = parts.registry().acquire(name).orElseThrow(() -> Refusals.of(Missing.of(name)));
    try {
      Access.check(function, who);
      var slot = parts.slots().take(function, Duration.ZERO);
      try {
        return result(function, run(function, payload, who));
      } finally {
        slot.run();
      }
    } catch (Problem refused) {
      throw Refusals.of(refused);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new FunctionException("interrupted", "The call was interrupted.");
    } finally {
      function.release();
    }
  }

  private CallResult run(Function function, JsonNode payload, Principal who) {
    var parts = parent.parts();
    var outer = parent.info();
    var info =
        new CallInfo(
            parts.ids().next(),
            function.name(),
            outer.requestId(),
            Trigger.FUNCTION,
            Access.user(who),
            who.isAdmin(),
            outer.deadline(),
            outer.depth() + 1);
    var call =
        new OneCall(
            parts, parent.tree(), info, who, function, parts.clock().instant(), null, outer.id());
    long begin = System.nanoTime();
    var ended = call.run(lane, input(function, payload), null);
    long micros = (System.nanoTime() - begin) / 1000;
    boolean keeps = parts.keepsPayloads();
    parts.log().finished(call.finished(ended, micros, keeps ? Json.bytes(payload) : null, keeps));
    return ended;
  }

  /** A function that takes requests gets one. */
  static Input input(Function function, JsonNode payload) {
    return function.signature().takes() == Signature.Takes.REQUEST
        ? new Input.Raw(new Request("POST", Map.of(), Map.of(), Json.bytes(payload)))
        : new Input.Json(payload.isNull() ? Json.object() : payload);
  }

  private static JsonNode result(Function function, CallResult ended) {
    return switch (ended) {
      case CallResult.Value(byte[] json) -> Json.trusted(json);
      case CallResult.Http(Response response) -> answer(response);
      case CallResult.Stream _, CallResult.Streamed _ -> Json.mapper().nullNode();
      case CallResult.Failed(CallFailure failure) -> throw Refusals.of(function.name(), failure);
    };
  }

  /** An answer as a value. */
  static JsonNode answer(Response response) {
    var node = Json.object().put("status", response.status());
    var headers = node.putObject("headers");
    response.headers().forEach(headers::put);
    return node.put("body", new String(response.body(), UTF_8));
  }
}
