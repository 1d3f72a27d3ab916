package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the handlers of before-hooks about calls of functions, before the input is read. */
record CallHooks(HookRegistry registry, CallLimits limits) {
  /**
   * Asks about a call that is let in, and gives it what they have made of its payload.
   *
   * @throws Problem what one refuses with; 413 where the payload has become too large
   */
  void ask(Call call) {
    if (call.caller().trigger() == Trigger.ROUTE) {
      return; // it is no function
    }
    for (var handler : registry.of(HookKind.BEFORE_FUNCTION_CALL, call.functionName())) {
      var cause = call.caller().principal().cause();
      var event = Json.object().put("function_name", call.functionName());
      event.set("payload", payload(call.input()));
      event.set("user", cause.user());
      @Nullable JsonNode decision = handler.action().run(cause, event);
      @Nullable JsonNode payload = decision == null ? null : decision.get("payload");
      if (payload != null) {
        var bytes = Json.bytes(payload);
        limits.checkSize(bytes.length);
        call.with(replaced(call.input(), payload, bytes), bytes.length);
      }
    }
  }

  /** What the caller sends; of a request its body, where that is JSON. */
  private static JsonNode payload(Input input) {
    return switch (input) {
      case Input.Json(JsonNode payload) -> payload;
      case Input.Query(JsonNode parameters) -> parameters;
      case Input.Event(ObjectNode event) -> event;
      case Input.Raw raw -> {
        try {
          yield Json.parse(raw.body());
        } catch (Problem _) {
          yield Json.mapper().nullNode();
        }
      }
    };
  }

  private static Input replaced(Input input, JsonNode payload, byte[] bytes) {
    return input instanceof Input.Raw(var method, var headers, var query, _, var path)
        ? new Input.Raw(method, headers, query, bytes, path)
        : new Input.Json(payload);
  }
}
