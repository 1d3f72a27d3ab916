package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.hooks.RecordDraft;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A draft over the event in JSON, which stays as it is: what is set is kept apart. */
final class JsonDraft implements RecordDraft {
  private final EventReader reader;
  private final ObjectNode event;
  private @Nullable ObjectNode set;

  JsonDraft(EventReader reader, ObjectNode event) {
    this.reader = reader;
    this.event = event;
  }

  @Override
  public String collection() {
    return EventReader.text(event, "collection");
  }

  @Override
  public Optional<Record> before() {
    return event.get("before") instanceof ObjectNode before
        ? Optional.of(reader.record(before))
        : Optional.empty();
  }

  @Override
  public Map<String, @Nullable Object> data() {
    var data = PlainValues.map(event.path("data"));
    if (set != null) {
      data.putAll(PlainValues.map(set));
    }
    return Collections.unmodifiableMap(data);
  }

  @Override
  public @Nullable Object get(String field) {
    @Nullable JsonNode value = set == null ? null : set.get(field);
    return PlainValues.value(value == null ? event.path("data").path(field) : value);
  }

  @Override
  public void set(String field, @Nullable Object value) {
    var json = reader.json(value);
    if (set == null) {
      set = Json.object();
    }
    set.set(field, json);
  }

  @Override
  public Optional<User> user() {
    return EventReader.user(event);
  }

  /** What was set; null where nothing was. */
  @Nullable ObjectNode decision() {
    return set == null ? null : Json.object().set("set", set);
  }
}
