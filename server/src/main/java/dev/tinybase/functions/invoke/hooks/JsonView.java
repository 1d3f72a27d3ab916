package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.json.Json;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.hooks.RecordView;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One record of a page that is read. */
final class JsonView implements RecordView {
  private final EventReader reader;
  private final ObjectNode page;
  private final ObjectNode record;
  private @Nullable ObjectNode set;
  private @Nullable Set<String> hidden;

  JsonView(EventReader reader, ObjectNode page, ObjectNode record) {
    this.reader = reader;
    this.page = page;
    this.record = record;
  }

  @Override
  public String collection() {
    return EventReader.text(page, "collection");
  }

  @Override
  public Record record() {
    return reader.record(record);
  }

  @Override
  public void hide(String field) {
    if (set != null) {
      set.remove(field);
    }
    if (hidden == null) {
      hidden = new LinkedHashSet<>();
    }
    hidden.add(field);
  }

  @Override
  public void set(String field, @Nullable Object value) {
    var json = reader.json(value);
    if (hidden != null) {
      hidden.remove(field);
    }
    if (set == null) {
      set = Json.object();
    }
    set.set(field, json);
  }

  @Override
  public Optional<User> user() {
    return EventReader.user(page);
  }

  /** What is to be changed for the reader; null where nothing is. */
  @Nullable ObjectNode decision() {
    if (set == null && hidden == null) {
      return null;
    }
    var decision = Json.object();
    if (set != null) {
      decision.set("set", set);
    }
    if (hidden != null) {
      hidden.forEach(decision.putArray("hide")::add);
    }
    return decision;
  }
}
