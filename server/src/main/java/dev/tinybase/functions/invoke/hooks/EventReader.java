package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.binding.JsonRecord;
import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.hooks.FunctionCalled;
import dev.tinybase.sdk.hooks.FunctionCompleted;
import dev.tinybase.sdk.hooks.LoginAttempt;
import dev.tinybase.sdk.hooks.RecordCreated;
import dev.tinybase.sdk.hooks.RecordDeleted;
import dev.tinybase.sdk.hooks.RecordRemoval;
import dev.tinybase.sdk.hooks.RecordUpdated;
import dev.tinybase.sdk.hooks.Registration;
import dev.tinybase.sdk.hooks.UserLoggedIn;
import dev.tinybase.sdk.hooks.UserRegistered;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the SDK's event of an event in JSON, has a handler handle it, and tells what that has
 * decided. Of the event nothing is copied or read before the handler asks for it.
 *
 * <p>In JSON every event has {@code user}, who caused it: {@code {"id", "email", "is_admin"}} or
 * null; and beside it:
 *
 * <ul>
 *   <li>{@code RECORD_DRAFT}: {@code {"collection", "before": record or null, "data": {…}}}; the
 *       decision is {@code {"set": {field: value}}}, or null where nothing is set
 *   <li>{@code RECORD_REMOVAL}: {@code {"collection", "record"}}
 *   <li>{@code RECORD_VIEW}: {@code {"collection", "records": […]}}; the decision is {@code
 *       {"records": [{"set": {…}, "hide": […]} or null, …]}}, or null where nothing changes
 *   <li>{@code REGISTRATION}, {@code LOGIN_ATTEMPT}: {@code {"email", "address"}}
 *   <li>{@code CALL_DRAFT}: {@code {"function_name", "payload"}}; the decision is {@code
 *       {"payload"}}, or null where it stays
 *   <li>{@code RECORD_CREATED}, {@code RECORD_DELETED}: {@code {"collection", "record", "change"}}
 *   <li>{@code RECORD_UPDATED}: {@code {"collection", "before", "after", "change"}}
 *   <li>{@code USER_REGISTERED}: nothing but the user
 *   <li>{@code USER_LOGGED_IN}: {@code {"address"}}
 *   <li>{@code FUNCTION_CALLED}: {@code {"function_name", "call_id", "payload"}}
 *   <li>{@code FUNCTION_COMPLETED}: {@code {"function_name", "call_id", "status", "duration_ms",
 *       "error_type", "error_message"}}
 * </ul>
 *
 * <p>A record is as the HTTP API has it: {@code {"id", "owner_id", "created_at", "updated_at",
 * "data": {…}}}.
 */
public final class EventReader {
  private final FunctionFileTypes types;
  private final Function<Object, JsonNode> writer;

  /**
   * A reader for the handlers of one file.
   *
   * @param writer makes JSON of what they set
   */
  public EventReader(FunctionFileTypes types, Function<Object, JsonNode> writer) {
    this.types = types;
    this.writer = writer;
  }

  /** A method that is a hook. */
  @FunctionalInterface
  public interface Handler {
    /** Calls it; null where it takes no event. */
    void handle(@Nullable Object event) throws Throwable;
  }

  /** Has the handler handle an event, and returns what it has decided; null for nothing. */
  public @Nullable ObjectNode handle(EventType type, ObjectNode event, Handler handler)
      throws Throwable {
    return switch (type) {
      case RECORD_DRAFT -> {
        var draft = new JsonDraft(this, event);
        handler.handle(draft);
        yield draft.decision();
      }
      case RECORD_VIEW -> views(event, handler);
      case CALL_DRAFT -> {
        var draft = new JsonCallDraft(this, event);
        handler.handle(draft);
        yield draft.decision();
      }
      case RECORD_REMOVAL,
          REGISTRATION,
          LOGIN_ATTEMPT,
          RECORD_CREATED,
          RECORD_UPDATED,
          RECORD_DELETED,
          USER_REGISTERED,
          USER_LOGGED_IN,
          FUNCTION_CALLED,
          FUNCTION_COMPLETED,
          STARTUP -> {
        handler.handle(plain(type, event));
        yield null;
      }
    };
  }

  private @Nullable ObjectNode views(ObjectNode page, Handler handler) throws Throwable {
    var decisions = Json.mapper().createArrayNode();
    boolean changed = false;
    for (var record : page.path("records")) {
      var view = new JsonView(this, page, (ObjectNode) record);
      handler.handle(view);
      @Nullable ObjectNode decision = view.decision();
      changed |= decision != null;
      decisions.add(decision);
    }
    return changed ? Json.object().set("records", decisions) : null;
  }

  private @Nullable Object plain(EventType type, ObjectNode event) {
    return switch (type) {
      case RECORD_REMOVAL ->
          new RecordRemoval(text(event, "collection"), record(event, "record"), user(event));
      case REGISTRATION -> new Registration(text(event, "email"), text(event, "address"));
      case LOGIN_ATTEMPT -> new LoginAttempt(text(event, "email"), text(event, "address"));
      case RECORD_CREATED ->
          new RecordCreated(
              text(event, "collection"), record(event, "record"), change(event), user(event));
      case RECORD_UPDATED ->
          new RecordUpdated(
              text(event, "collection"),
              record(event, "before"),
              record(event, "after"),
              change(event),
              user(event));
      case RECORD_DELETED ->
          new RecordDeleted(
              text(event, "collection"), record(event, "record"), change(event), user(event));
      case USER_REGISTERED -> new UserRegistered(user(event).orElseThrow());
      case USER_LOGGED_IN -> new UserLoggedIn(user(event).orElseThrow(), text(event, "address"));
      case FUNCTION_CALLED ->
          new FunctionCalled(
              text(event, "function_name"),
              text(event, "call_id"),
              user(event),
              PlainValues.value(event.path("payload")));
      case FUNCTION_COMPLETED -> completed(event);
      case STARTUP, RECORD_DRAFT, RECORD_VIEW, CALL_DRAFT -> null;
    };
  }

  private static FunctionCompleted completed(ObjectNode event) {
    return new FunctionCompleted(
        text(event, "function_name"),
        text(event, "call_id"),
        user(event),
        text(event, "status"),
        Duration.ofNanos(Math.round(event.path("duration_ms").asDouble() * 1e6)),
        event.path("error_type").stringValue(null),
        event.path("error_message").stringValue(null));
  }

  /** A record of an event. */
  Record record(ObjectNode event, String name) {
    return new JsonRecord((ObjectNode) event.get(name), types);
  }

  /** A record as it is given. */
  Record record(ObjectNode wire) {
    return new JsonRecord(wire, types);
  }

  /** What a handler sets, as JSON; what is none is the handler's fault and no refusal. */
  JsonNode json(@Nullable Object value) {
    try {
      return value == null ? Json.mapper().nullNode() : writer.apply(value);
    } catch (FunctionException | FunctionFailure e) {
      throw new IllegalArgumentException("A hook sets what is no JSON: " + e.getMessage(), e);
    }
  }

  /** A text of an event. */
  static String text(ObjectNode event, String name) {
    return event.path(name).stringValue("");
  }

  /** Who caused an event. */
  static Optional<User> user(ObjectNode event) {
    return event.get("user") instanceof ObjectNode user
        ? Optional.of(
            new User(
                text(user, "id"), text(user, "email"), user.path("is_admin").booleanValue(false)))
        : Optional.empty();
  }

  private static long change(ObjectNode event) {
    return event.path("change").longValue();
  }
}
