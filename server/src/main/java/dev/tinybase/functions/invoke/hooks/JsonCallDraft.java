package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.hooks.CallDraft;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call that is about to begin, over the event in JSON. */
final class JsonCallDraft implements CallDraft {
  private final EventReader reader;
  private final ObjectNode event;
  private @Nullable JsonNode payload; // that takes the place of the caller's

  JsonCallDraft(EventReader reader, ObjectNode event) {
    this.reader = reader;
    this.event = event;
  }

  @Override
  public String functionName() {
    return EventReader.text(event, "function_name");
  }

  @Override
  public @Nullable Object payload() {
    return PlainValues.value(payload == null ? event.path("payload") : payload);
  }

  @Override
  public void payload(@Nullable Object value) {
    payload = reader.json(value);
  }

  @Override
  public Optional<User> user() {
    return EventReader.user(event);
  }

  /** The other payload; null where the caller's stays. */
  @Nullable ObjectNode decision() {
    return payload == null ? null : Json.object().set("payload", payload);
  }
}
