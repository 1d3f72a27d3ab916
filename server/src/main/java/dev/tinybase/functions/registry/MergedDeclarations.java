package dev.tinybase.functions.registry;

import dev.tinybase.functions.registry.Registry.Function;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all owners bring, never changed. A name belongs to the owner who had it before, else to the
 * first one that declares it.
 *
 * @param holders of each name
 */
record MergedDeclarations(
    Map<String, Function> functions,
    Map<String, String> unavailable,
    Set<String> paused,
    boolean isComplete,
    Map<String, Holder> holders) {
  static final MergedDeclarations NONE =
      new MergedDeclarations(Map.of(), Map.of(), Set.of(), true, Map.of());

  /** Who has a name, and as whom people know him. */
  record Holder(String owner, String shown) {}

  static MergedDeclarations of(Map<String, Declarations> owners, MergedDeclarations before) {
    var holders = holders(owners, before);
    var functions = new HashMap<String, Function>();
    var unavailable = new HashMap<String, String>();
    var paused = new HashSet<String>();
    owners.forEach((owner, all) -> {
      all.functions().forEach((name, it) -> putIfHeld(functions, holders, owner, name, it));
      all.unavailable().forEach((name, it) -> putIfHeld(unavailable, holders, owner, name, it));
      paused.addAll(all.paused());
    });
    boolean isComplete = owners.values().stream().allMatch(Declarations::isComplete);
    return new MergedDeclarations(
        Map.copyOf(functions),
        Map.copyOf(unavailable),
        Set.copyOf(paused),
        isComplete,
        Map.copyOf(holders));
  }

  private static Map<String, Holder> holders(
      Map<String, Declarations> owners, MergedDeclarations before) {
    var holders = new HashMap<String, Holder>();
    before
        .holders()
        .forEach((name, holder) -> {
          var still = owners.get(holder.owner());
          if (still != null && still.names().contains(name)) {
            holders.put(name, new Holder(holder.owner(), still.shownHolder(holder.owner(), name)));
          }
        });
    owners.forEach((owner, all) ->
        all.names()
            .forEach(name ->
                holders.putIfAbsent(name, new Holder(owner, all.shownHolder(owner, name)))));
    return holders;
  }

  private static <T> void putIfHeld(
      Map<String, T> all, Map<String, Holder> holders, String owner, String name, T one) {
    var holder = holders.get(name);
    if (holder != null && holder.owner().equals(owner)) {
      all.put(name, one);
    }
  }

  Map<String, String> heldByOthers(String owner) {
    var names = new TreeMap<String, String>();
    holders.forEach((name, holder) -> {
      if (!holder.owner().equals(owner)) {
        names.put(name, holder.shown());
      }
    });
    return names;
  }
}
