package dev.tinybase.hooks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The handlers that there are now: a snapshot that is never changed, only replaced. To ask costs
 * two looks into maps, and what nobody waits for gives an empty list.
 */
public final class HookRegistry {
  /**
   * The handlers of a kind.
   *
   * @param byTarget for each name that one of them has named, those of the name and those of all
   * @param others those of all, for every other name
   */
  private record Handlers(Map<String, List<HookHandler>> byTarget, List<HookHandler> others) {
    List<HookHandler> of(String target) {
      return byTarget.isEmpty() ? others : byTarget.getOrDefault(target, others);
    }

    static Handlers of(List<HookHandler> ordered) {
      var others = ordered.stream().filter(it -> it.declaration().isForAll()).toList();
      var byTarget = new HashMap<String, List<HookHandler>>();
      for (var handler : ordered) {
        if (!handler.declaration().isForAll()) {
          handler.declaration().targets().forEach(name -> byTarget.put(name, List.of()));
        }
      }
      byTarget.replaceAll((name, _) -> ordered.stream().filter(it -> isOf(it, name)).toList());
      return new Handlers(Map.copyOf(byTarget), others);
    }

    private static boolean isOf(HookHandler handler, String target) {
      var declaration = handler.declaration();
      return declaration.isForAll() || declaration.targets().contains(target);
    }
  }

  private record Snapshot(List<HookHandler> all, Map<HookKind, Handlers> byKind) {
    static Snapshot of(List<HookHandler> handlers) {
      var all = handlers.stream().sorted(HookHandler.ORDER).toList();
      var kinds = new EnumMap<HookKind, List<HookHandler>>(HookKind.class);
      all.forEach(it -> kinds.computeIfAbsent(it.kind(), _ -> new ArrayList<>()).add(it));
      var byKind = new EnumMap<HookKind, Handlers>(HookKind.class);
      kinds.forEach((kind, ordered) -> byKind.put(kind, Handlers.of(ordered)));
      return new Snapshot(all, byKind);
    }
  }

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot snapshot = Snapshot.of(List.of());

  /**
   * Who runs when something of a kind happens, in their order.
   *
   * @param target the collection or function that it happens to; empty where the kind has neither
   */
  public List<HookHandler> of(HookKind kind, String target) {
    var handlers = snapshot.byKind().get(kind);
    return handlers == null ? List.of() : handlers.of(target);
  }

  /** All handlers, in the order in which they run; a method with two annotations is there twice. */
  public List<HookHandler> list() {
    return snapshot.all();
  }

  /** Replaces all of them at once. */
  public void replace(List<HookHandler> all) {
    snapshot = Snapshot.of(all);
    listeners.forEach(Runnable::run);
  }

  /** Calls the listener after each replacement, on the thread that replaces. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
