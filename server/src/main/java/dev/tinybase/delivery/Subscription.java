package dev.tinybase.delivery;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.Collection;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a handler wants to be told, with all of its annotations, among the collections of one time.
 */
final class Subscription {
  /**
   * What it waits for in one collection.
   *
   * @param where the filter that the record must fulfil; null for none
   */
  record Listener(HookHandler handler, Collection collection, @Nullable Filter where) {}

  private final List<HookHandler> handlers;
  private final List<Collection> collections;
  private final Set<Integer> numbers = new HashSet<>();
  private final Map<Integer, Map<HookKind, Listener>> listeners = new HashMap<>();
  private final Map<HookKind, String> errors = new EnumMap<>(HookKind.class);

  /**
   * A subscription.
   *
   * @param handlers with the same name, one for each annotation of the method
   */
  Subscription(List<HookHandler> handlers, List<Collection> collections) {
    this.handlers = handlers;
    this.collections = collections;
    for (var handler : handlers) {
      int event = eventNumber(handler.kind());
      if (event == ChangeLog.ALL) {
        listen(handler);
      } else {
        numbers.add(event);
      }
    }
  }

  /** Of all collections those whose schema does not fit the condition are not meant. */
  private void listen(HookHandler handler) {
    var declaration = handler.declaration();
    if (declaration.isForAll()) {
      numbers.add(ChangeLog.ALL);
    }
    boolean fits = false;
    for (var collection : collections) {
      if (declaration.isForAll() || declaration.targets().contains(collection.name())) {
        numbers.add(collection.number());
        fits |= listen(handler, collection);
      }
    }
    if (declaration.isForAll() && fits) {
      errors.remove(handler.kind());
    }
  }

  private boolean listen(HookHandler handler, Collection collection) {
    try {
      listeners
          .computeIfAbsent(collection.number(), _ -> new EnumMap<>(HookKind.class))
          .put(handler.kind(), new Listener(handler, collection, where(handler, collection)));
      return true;
    } catch (Problem e) {
      errors.put(
          handler.kind(),
          "It does not run, as its condition does not fit the collection '%s': %s"
              .formatted(collection.name(), e.detail()));
      return false;
    }
  }

  private static @Nullable Filter where(HookHandler handler, Collection collection) {
    var where = handler.declaration().where();
    return where == null
        ? null
        : new FilterParser(collection.visibility(true)).parse(where, "where");
  }

  /**
   * The number of the events of a kind in the log; {@link ChangeLog#ALL} for changes of records.
   */
  private static int eventNumber(HookKind kind) {
    return switch (kind) {
      case ON_USER_REGISTER -> Change.ACCOUNT_MADE;
      case ON_USER_LOGIN -> Change.LOGIN;
      case ON_FUNCTION_CALL -> Change.CALL_BEGUN;
      case ON_FUNCTION_COMPLETE -> Change.CALL_ENDED;
      case ON_RECORD_CREATE, ON_RECORD_UPDATE, ON_RECORD_DELETE -> ChangeLog.ALL;
      case BEFORE_RECORD_CREATE,
          BEFORE_RECORD_UPDATE,
          BEFORE_RECORD_DELETE,
          BEFORE_RECORD_READ,
          BEFORE_REGISTER,
          BEFORE_LOGIN,
          BEFORE_FUNCTION_CALL,
          ON_STARTUP ->
          throw new IllegalArgumentException(kind + " is not told from the log");
    };
  }

  List<HookHandler> handlers() {
    return handlers;
  }

  /** Whether it is still so with these collections. */
  @SuppressWarnings("ReferenceEquality") // another list tells of a change
  boolean isOf(List<HookHandler> sameHandlers, List<Collection> sameCollections) {
    return handlers.equals(sameHandlers) && collections == sameCollections;
  }

  /** Whether there was a collection of that number at its time. */
  boolean knows(int collection) {
    return collections.stream().anyMatch(it -> it.number() == collection);
  }

  /** The collections and events that it listens to, as the log numbers them. */
  Set<Integer> numbers() {
    return numbers;
  }

  /** Why it is told nothing; nothing where all is well. */
  Optional<String> error() {
    return errors.values().stream().findFirst();
  }

  Optional<String> error(HookKind kind) {
    return Optional.ofNullable(errors.get(kind));
  }

  /** Its handler of a kind. */
  Optional<HookHandler> handler(HookKind kind) {
    return handlers.stream().filter(handler -> handler.kind() == kind).findFirst();
  }

  /** What it waits for in a collection; null for nothing. */
  @Nullable Listener listener(int collection, HookKind kind) {
    var all = listeners.get(collection);
    return all == null ? null : all.get(kind);
  }
}
