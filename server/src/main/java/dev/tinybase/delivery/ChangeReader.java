package dev.tinybase.delivery;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.Change.Logged;
import dev.tinybase.delivery.HandlerEvent.Subject;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.filters.FilterEvaluator;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes of changes the events that a handler wants to be told. */
final class ChangeReader {
  private final Subscription subscription;
  private final Function<UUID, HookCause> users;
  private final Instant now;
  private final Map<UUID, HookCause> known = new HashMap<>();

  /**
   * A reader for one batch.
   *
   * @param users who somebody is; without an e-mail where he has no account any more
   */
  ChangeReader(Subscription subscription, Function<UUID, HookCause> users, Instant now) {
    this.subscription = subscription;
    this.users = users;
    this.now = now;
  }

  /** The event of a change; null where the handler does not want to hear of it. */
  @Nullable HandlerEvent event(Logged logged) {
    var change = logged.change();
    return switch (change.collection()) {
      case Change.ACCOUNT_MADE -> event(logged, HookKind.ON_USER_REGISTER);
      case Change.LOGIN -> event(logged, HookKind.ON_USER_LOGIN);
      case Change.CALL_BEGUN -> call(logged, HookKind.ON_FUNCTION_CALL);
      case Change.CALL_ENDED -> call(logged, HookKind.ON_FUNCTION_COMPLETE);
      default -> record(logged);
    };
  }

  private @Nullable HandlerEvent event(Logged logged, HookKind kind) {
    return subscription.handler(kind).isPresent()
        ? event(logged, kind, (ObjectNode) state(logged.change().after()))
        : null;
  }

  private @Nullable HandlerEvent call(Logged logged, HookKind kind) {
    var handler = subscription.handler(kind);
    if (handler.isEmpty()) {
      return null;
    }
    var event = (ObjectNode) state(logged.change().after());
    var declaration = handler.get().declaration();
    var name = event.path("function_name").stringValue("");
    return declaration.isForAll() || declaration.targets().contains(name)
        ? event(logged, kind, event.set("user", user(logged.change().actor())))
        : null;
  }

  private @Nullable HandlerEvent record(Logged logged) {
    var change = logged.change();
    var kind =
        switch (change.operation()) {
          case CREATE -> HookKind.ON_RECORD_CREATE;
          case UPDATE -> HookKind.ON_RECORD_UPDATE;
          case DELETE -> HookKind.ON_RECORD_DELETE;
        };
    var listener = subscription.listener(change.collection(), kind);
    if (listener == null) {
      return null;
    }
    var record = state(change.after() == null ? change.before() : change.after());
    if (!isMeant(listener, record, change.actor())) {
      return null;
    }
    var event = Json.object().put("collection", listener.collection().name());
    if (kind == HookKind.ON_RECORD_UPDATE) {
      event.set("before", state(change.before()));
      event.set("after", record);
    } else {
      event.set("record", record);
    }
    event.put("change", logged.seq());
    event.set("user", user(change.actor()));
    return event(logged, kind, event);
  }

  private static JsonNode state(@Nullable String json) {
    return Json.trusted(Objects.requireNonNull(json));
  }

  private boolean isMeant(Subscription.Listener listener, JsonNode record, @Nullable UUID actor) {
    var where = listener.where();
    if (where == null) {
      return true;
    }
    var user = actor == null ? HookCause.NOBODY : known(actor);
    return FilterEvaluator.holds(
        where,
        new RecordState(listener.collection().schema(), record),
        new Variables(user.userId(), user.email(), user.isAdmin(), now));
  }

  private static HandlerEvent event(Logged logged, HookKind kind, ObjectNode event) {
    var change = logged.change();
    var subject = new Subject(change.collection(), change.recordId());
    return new HandlerEvent(
        null, logged.seq(), subject, kind, event, change.actor(), change.cause(), 0);
  }

  private @Nullable ObjectNode user(@Nullable UUID actor) {
    var user = actor == null ? HookCause.NOBODY : known(actor);
    return user.email() == null
        ? null
        : Json.object()
            .put("id", Objects.requireNonNull(user.userId()).toString())
            .put("email", user.email())
            .put("is_admin", user.isAdmin());
  }

  private HookCause known(UUID actor) {
    return known.computeIfAbsent(actor, users);
  }

  /** All events of these that the handler wants, in their order. */
  List<HandlerEvent> events(List<Logged> changes) {
    return changes.stream().map(this::event).filter(Objects::nonNull).toList();
  }
}
