package dev.tinybase.extensions;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.functions.registry.Registry.Function.ReferenceCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An extension whose code is in this process.
 *
 * @param hash of its files
 * @param file its classes; null where it has no sources
 * @param uses who uses them
 * @param lock what its libraries came to; empty for none
 * @param statics its static files, by their paths
 */
record LoadedExtension(
    String name,
    String hash,
    @Nullable FunctionFile file,
    ReferenceCount uses,
    String lock,
    SortedMap<String, StaticFile> statics,
    Instant loadedAt) {
  /** What it declares, for the registry. */
  Declarations declarations() {
    var functions = new HashMap<String, Function>();
    var handlers = new HashMap<String, Function>();
    var hooks = new ArrayList<Declarations.Hook>();
    var routes = new ArrayList<Declarations.Route>();
    if (file != null) {
      file.functions().forEach(entry -> put(functions, entry));
      for (var hook : file.hooks()) {
        put(handlers, hook.entry());
        hooks.add(new Declarations.Hook(hook.declaration(), hook.entry().signature().name()));
      }
      for (var route : file.routes()) {
        put(handlers, route.entry());
        var signature = route.entry().signature();
        routes.add(
            new Declarations.Route(
                name,
                route.method(),
                route.path(),
                signature.auth(),
                signature.description(),
                signature.name()));
      }
    }
    return new Declarations(functions, handlers, hooks, routes, Map.of(), false, true);
  }

  private void put(Map<String, Function> functions, FunctionFile.Entry entry) {
    var path = "extensions/" + name;
    var function = new Function(entry, path, hash, null, name, loadedAt, uses);
    functions.putIfAbsent(function.name(), function);
  }

  /** What it brings, for people; without its collections and settings. */
  Provides provides() {
    if (file == null) {
      return Provides.NOTHING;
    }
    return new Provides(
        file.functions().stream().map(entry -> entry.signature().name()).sorted().toList(),
        file.hooks().stream()
            .map(LoadedExtension::hook)
            .sorted(Comparator.comparing(Provides.Hook::name).thenComparing(Provides.Hook::kind))
            .toList(),
        file.functions().stream().flatMap(entry -> schedules(entry).stream()).toList(),
        file.routes().stream()
            .map(this::route)
            .sorted(
                Comparator.comparing(Provides.Route::path).thenComparing(Provides.Route::method))
            .toList(),
        List.of(),
        List.of());
  }

  private static Provides.Hook hook(FunctionFile.Hook hook) {
    return new Provides.Hook(
        hook.entry().signature().name(),
        hook.declaration().kind().annotation(),
        hook.declaration().targets().stream().sorted().toList());
  }

  private static List<Provides.Schedule> schedules(FunctionFile.Entry entry) {
    var signature = entry.signature();
    return signature.schedules().stream()
        .map(schedule -> new Provides.Schedule(signature.name(), schedule.when()))
        .toList();
  }

  private Provides.Route route(FunctionFile.Route route) {
    return new Provides.Route(
        route.method(),
        Declarations.Route.PREFIX + name + route.path(),
        route.entry().signature().auth().name().toLowerCase(Locale.ROOT));
  }
}
