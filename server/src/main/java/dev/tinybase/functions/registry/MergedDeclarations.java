package dev.tinybase.functions.registry;

import dev.tinybase.functions.registry.Registry.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What all owners bring, never changed. A name belongs to the owner who had it before, else to the
 * first one that declares it.
 *
 * @param holders of each name
 */
record MergedDeclarations(Declarations all, Map<String, Holder> holders) {
  static final MergedDeclarations NONE =
      new MergedDeclarations(Declarations.of(Map.of()), Map.of());

  /** Who has a name, and as whom people know him. */
  record Holder(String owner, String shown) {}

  static MergedDeclarations of(Map<String, Declarations> owners, MergedDeclarations before) {
    var holders = holders(owners, before);
    var functions = new HashMap<String, Function>();
    var handlers = new HashMap<String, Function>();
    var hooks = new ArrayList<Declarations.Hook>();
    var routes = new ArrayList<Declarations.Route>();
    var unavailable = new HashMap<String, String>();
    owners.forEach((owner, all) -> {
      Predicate<String> has = name -> owner.equals(ownerOf(holders, name));
      putAll(all.functions(), has, functions);
      putAll(all.handlers(), has, handlers);
      putAll(all.unavailable(), has, unavailable);
      all.hooks().stream().filter(hook -> has.test(hook.handler())).forEach(hooks::add);
      all.routes().stream().filter(route -> has.test(route.handler())).forEach(routes::add);
    });
    boolean isComplete =
        owners.containsKey(Declarations.FOLDER)
            && owners.values().stream().allMatch(Declarations::isComplete);
    return new MergedDeclarations(
        new Declarations(functions, handlers, hooks, routes, unavailable, false, isComplete),
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

  private static @Nullable String ownerOf(Map<String, Holder> holders, String name) {
    var holder = holders.get(name);
    return holder == null ? null : holder.owner();
  }

  private static <T> void putAll(Map<String, T> from, Predicate<String> wanted, Map<String, T> to) {
    from.forEach((name, value) -> {
      if (wanted.test(name)) {
        to.put(name, value);
      }
    });
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
