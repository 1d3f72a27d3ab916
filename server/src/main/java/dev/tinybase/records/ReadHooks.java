package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema;
import dev.tinybase.threads.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The handlers that a collection's records pass before one caller gets them. Every door by which
 * records leave asks here, with all fields of each record, as handlers are the operator's code.
 *
 * <p>The event is {@code {"collection", "records": [record…], "user"}} and is answered by {@code
 * {"records": [{"set": {field: value…}, "hide": [field…]} | null …]}}. A handler sees what those
 * before it have left. It is not asked about what it reads itself.
 *
 * @param handlers in their order, at least one
 */
record ReadHooks(String collection, HookCause cause, List<HookHandler> handlers) {
  /** How many records a handler is asked about at once. */
  static final int AT_ONCE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ReadHooks.class);

  /** Those of a collection; null where nobody has to be asked, as in most collections. */
  static @Nullable ReadHooks of(HookRegistry registry, String collection, Principal reader) {
    var all = registry.of(HookKind.BEFORE_RECORD_READ, collection);
    if (all.isEmpty()) {
      return null;
    }
    var cause = reader.cause();
    var running = cause.chain().handlers();
    var asked = all.stream().filter(it -> !running.contains(it.name())).toList();
    return asked.isEmpty() ? null : new ReadHooks(collection, cause, asked);
  }

  /** One record as the caller gets it. */
  <T> T show(WholeRecord record, RecordForm<T> form) {
    var left = apply(List.of(record.tree()), record.shown()).getFirst();
    return form.of(record.shown(), record.version(), left);
  }

  /** One that the caller has just changed: what is not let out he may not read, and no more. */
  <T> @Nullable T showChanged(WholeRecord record, RecordForm<T> form) {
    try {
      return show(record, form);
    } catch (Problem _) { // what is done is done, and the log has it
      return form.unseen(record.id());
    }
  }

  /**
   * Gives records as the caller gets them, in their order.
   *
   * @param all each with every field; they are not changed
   * @param shown the fields that the caller may see and asks for
   * @throws Problem what a handler refuses with; 500 {@code hook_failed} where one fails
   */
  void show(List<ObjectNode> all, RecordJson shown, Consumer<ObjectNode> consumer) {
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      apply(all.subList(from, Math.min(all.size(), from + AT_ONCE)), shown).forEach(consumer);
    }
  }

  private List<ObjectNode> apply(List<ObjectNode> records, RecordJson shown) {
    var left = records;
    for (var handler : handlers) {
      left = ask(handler, left);
    }
    var omitted = shown.omitted();
    return omitted.isEmpty() ? left : left.stream().map(it -> without(omitted, it)).toList();
  }

  private List<ObjectNode> ask(HookHandler handler, List<ObjectNode> records) {
    var event = Json.object().put("collection", collection);
    event.putArray("records").addAll(records);
    event.set("user", cause.user());
    @Nullable JsonNode answer = handler.action().run(cause, event);
    if (answer == null) {
      return records;
    }
    var left = new ArrayList<ObjectNode>(records.size());
    for (int i = 0; i < records.size(); i++) {
      var decision = answer.path("records").path(i);
      var record = records.get(i);
      left.add(decision.isObject() ? decided(handler, record, decision) : record);
    }
    return left;
  }

  private static ObjectNode decided(HookHandler handler, ObjectNode record, JsonNode decision) {
    var data = data(record);
    for (var name : decision.path("hide").values()) {
      data.remove(checked(handler, name.stringValue()));
    }
    for (var field : decision.path("set").properties()) {
      data.set(checked(handler, field.getKey()), field.getValue());
    }
    return with(data, record);
  }

  /** A name that a handler may decide about; what the system knows of a record stays as it is. */
  private static String checked(HookHandler handler, String name) {
    if (Schema.SYSTEM_NAMES.contains(name)) {
      LOG.error(
          "{}: a hook of reading neither sets nor hides '{}', request {}",
          handler.name(),
          name,
          RequestId.current());
      throw HookHandler.failed();
    }
    return name;
  }

  private static ObjectNode without(Set<String> fields, ObjectNode record) {
    return with(data(record).remove(fields), record);
  }

  private static ObjectNode data(ObjectNode record) {
    return Json.object().setAll((ObjectNode) record.get("data"));
  }

  /** A copy with other data: what a handler was told stays as it is. */
  private static ObjectNode with(ObjectNode data, ObjectNode record) {
    var copy = Json.object();
    copy.setAll(record);
    copy.set("data", data);
    return copy;
  }
}
