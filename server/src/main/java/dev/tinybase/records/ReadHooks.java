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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

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

  /** One record as the caller gets it, with the fields that he may see. */
  <T> T show(WholeRecord record, RecordJson shown, RecordForm<T> form) {
    ask(List.of(record));
    return form.of(shown, record);
  }

  /** One that the caller has just changed: what is not let out he may not read, and no more. */
  <T> @Nullable T showChanged(WholeRecord record, RecordJson shown, RecordForm<T> form) {
    try {
      return show(record, shown, form);
    } catch (Problem _) { // what is done is done, and the log has it
      return form.unseen(record.id());
    }
  }

  /**
   * Gives records as hooks have left them, in their order.
   *
   * @throws Problem what a handler refuses with; 500 {@code hook_failed} where one fails
   */
  void show(List<WholeRecord> all, Consumer<WholeRecord> consumer) {
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      ask(some);
      some.forEach(consumer);
    }
  }

  private void ask(List<WholeRecord> records) {
    for (var handler : handlers) {
      var event = Json.object().put("collection", collection);
      var seen = event.putArray("records");
      records.forEach(record -> seen.add(record.seen()));
      event.set("user", cause.user());
      @Nullable JsonNode answer = handler.action().run(cause, event);
      if (answer != null) {
        var decisions = answer.path("records");
        for (int i = 0; i < records.size(); i++) {
          decide(handler, records.get(i), decisions.path(i));
        }
      }
    }
  }

  private static void decide(HookHandler handler, WholeRecord record, JsonNode decision) {
    for (var name : decision.path("hide").values()) {
      record.hide(checked(handler, name.stringValue()));
    }
    for (var field : decision.path("set").properties()) {
      record.set(checked(handler, field.getKey()), field.getValue());
    }
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
}
