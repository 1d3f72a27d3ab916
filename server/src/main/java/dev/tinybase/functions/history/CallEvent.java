package dev.tinybase.functions.history;

import dev.tinybase.changes.Change;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** That a call has begun or has ended, for who listens to the change log. */
record CallEvent(Change change) implements CallTable.Entry {
  /** The call of this record begins, on this thread. */
  static CallEvent begun(CallRecord call) {
    var event = event(call);
    event.set("payload", call.input() == null ? null : Json.trusted(call.input()));
    return new CallEvent(
        Change.event(
            Change.CALL_BEGUN,
            call.id(),
            call.userId(),
            call.startedAt(),
            Json.text(event),
            chain()));
  }

  /** The call of this record has ended, on this thread. */
  static CallEvent ended(CallRecord call) {
    var event =
        event(call)
            .put("status", call.status().word())
            .put("duration_ms", call.durationMicros() / 1e3)
            .put("error_type", call.errorType())
            .put("error_message", call.errorMessage());
    return new CallEvent(
        Change.event(
            Change.CALL_ENDED,
            call.id(),
            call.userId(),
            Objects.requireNonNullElse(call.finishedAt(), call.startedAt()),
            Json.text(event),
            chain()));
  }

  /** Whether the record is one of an end. */
  static boolean isEnd(CallRecord call) {
    return call.status() != Status.RUNNING;
  }

  private static ObjectNode event(CallRecord call) {
    return Json.object()
        .put("function_name", call.functionName())
        .put("call_id", call.id().toString());
  }

  private static @Nullable String chain() {
    var chain = HookChain.current();
    return chain.isEmpty() ? null : chain.toString();
  }

  @Override
  public int weight() {
    return 300 + Objects.requireNonNullElse(change.after(), "").length();
  }
}
