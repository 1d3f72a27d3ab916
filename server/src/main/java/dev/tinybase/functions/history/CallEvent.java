package dev.tinybase.functions.history;

import dev.tinybase.changes.Change;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.json.Json;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** That a call has begun or has ended, for who listens to the change log. */
record CallEvent(Change change) implements CallTable.Entry {
  /** The call of this record begins. */
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
            call.cause()));
  }

  /** The call of this record has ended. */
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
            call.cause()));
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

  @Override
  public int weight() {
    return 300 + Objects.requireNonNullElse(change.after(), "").length();
  }
}
