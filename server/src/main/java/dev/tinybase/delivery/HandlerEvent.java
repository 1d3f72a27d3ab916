package dev.tinybase.delivery;

import dev.tinybase.hooks.HookKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event that a handler is to be told.
 *
 * @param id of its row; null while it has none, because the handler has not failed for it
 * @param seq the number of its change in the log
 * @param event what the handler gets, in the form of its kind
 * @param actor who made the change
 * @param cause the handlers whose consequence it is, as their chain writes them; null for none
 * @param attempts that failed
 */
record HandlerEvent(
    @Nullable UUID id,
    long seq,
    Subject subject,
    HookKind kind,
    ObjectNode event,
    @Nullable UUID actor,
    @Nullable String cause,
    int attempts) {
  /** What events are in order for: a record, an account or a call. */
  record Subject(int collection, UUID id) {}

  /** The same after one more failure. */
  HandlerEvent failed() {
    return new HandlerEvent(id, seq, subject, kind, event, actor, cause, attempts + 1);
  }
}
