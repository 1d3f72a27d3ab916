package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the handlers of before-hooks about changes of records, before their data is checked. They
 * run on the caller's thread, one after the other, each on what the ones before have set.
 */
record RecordHooks(HookRegistry registry) {
  /**
   * What the handlers have made of a mutation.
   *
   * @param setBy the handler that has set a field, by the field's name
   */
  record Answer(Mutation mutation, Map<String, String> setBy) {}

  /** Whether somebody is to be asked; where nobody is, this is all that it costs. */
  boolean want(Mutation mutation) {
    return switch (mutation) {
      case Mutation.Upsert upsert ->
          !of(HookKind.BEFORE_RECORD_CREATE, upsert).isEmpty()
              || !of(HookKind.BEFORE_RECORD_UPDATE, upsert).isEmpty();
      case Mutation.Create _, Mutation.Update _, Mutation.Replace _, Mutation.Delete _ ->
          !of(kind(mutation, true), mutation).isEmpty();
    };
  }

  /** Whether one of those to be asked has required a transaction before. */
  boolean needTransaction(Mutation mutation) {
    return handlers(mutation).anyMatch(it -> it.action().needsTransaction());
  }

  /** Does a work that is a transaction in which handlers of these are asked. */
  <T extends @Nullable Object> T withPlace(List<PreparedMutation> mutations, Supplier<T> work) {
    var first =
        mutations.stream()
            .filter(it -> !it.isChecked())
            .flatMap(it -> handlers(it.mutation()))
            .findFirst();
    return first.isPresent() ? first.get().action().withPlace(work) : work.get();
  }

  /** All that may be asked about a mutation, whether there is a record or not. */
  private Stream<HookHandler> handlers(Mutation mutation) {
    var handlers = of(kind(mutation, true), mutation).stream();
    return mutation instanceof Mutation.Upsert
        ? Stream.concat(handlers, of(HookKind.BEFORE_RECORD_CREATE, mutation).stream())
        : handlers;
  }

  /**
   * What shall be done instead of the mutation: one of its kind about the same record.
   *
   * @param stored the record as it is; null where there is none yet
   * @throws dev.tinybase.errors.Problem where a handler refuses it or fails
   * @throws dev.tinybase.hooks.TransactionRequired where a handler wants to write, and this thread
   *     is in no transaction
   */
  Answer ask(
      RecordTable table, Principal principal, Mutation mutation, @Nullable StoredRecord stored) {
    var cause = principal.cause();
    @Nullable ObjectNode before = stored == null ? null : table.whole().tree(stored);
    var setBy = new HashMap<String, String>();
    var asked = mutation;
    for (var handler : of(kind(mutation, stored != null), mutation)) {
      var event = Json.object().put("collection", mutation.collection());
      if (mutation instanceof Mutation.Delete) {
        event.set("record", before);
      } else {
        event.set("before", before);
        event.set("data", draft(table, principal, asked, stored, before));
      }
      event.set("user", cause.user());
      if (handler.action().run(cause, event) instanceof ObjectNode answer
          && answer.get("set") instanceof ObjectNode set
          && !set.isEmpty()) {
        asked = asked.with(Json.object().setAll(asked.fields()).setAll(set));
        set.propertyNames().forEach(name -> setBy.put(Texts.abbreviate(name), handler.name()));
      }
    }
    return new Answer(asked, setBy);
  }

  private List<HookHandler> of(HookKind kind, Mutation mutation) {
    return registry.of(kind, mutation.collection());
  }

  private static HookKind kind(Mutation mutation, boolean exists) {
    return switch (mutation) {
      case Mutation.Create _ -> HookKind.BEFORE_RECORD_CREATE;
      case Mutation.Update _, Mutation.Replace _ -> HookKind.BEFORE_RECORD_UPDATE;
      case Mutation.Upsert _ ->
          exists ? HookKind.BEFORE_RECORD_UPDATE : HookKind.BEFORE_RECORD_CREATE;
      case Mutation.Delete _ -> HookKind.BEFORE_RECORD_DELETE;
    };
  }

  /** All fields as they would be; what does not fit the schema stands as it was given. */
  private static ObjectNode draft(
      RecordTable table,
      Principal principal,
      Mutation mutation,
      @Nullable StoredRecord stored,
      @Nullable ObjectNode before) {
    var given = mutation.fields();
    if (stored == null || before == null) {
      return table.withDefaults(given);
    }
    var data = (ObjectNode) before.get("data");
    if (mutation instanceof Mutation.Replace) {
      var kept = Json.object();
      var visibility = table.collection().visibility(principal.isAdminFor(Scope.RECORDS_WRITE));
      for (var field : table.schema().fields()) {
        if (!visibility.isWritable(table.schema().position(field.name()))) {
          kept.set(field.name(), data.get(field.name()));
        }
      }
      return table.withDefaults(kept.setAll(given));
    }
    var merged = Json.object().setAll(data);
    given.forEachEntry((name, value) ->
        merged.set(name, RecordJson.node(table.validator().preview(name, value, stored.values()))));
    return merged;
  }
}
