package dev.tinybase.functions.registry;

import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.sdk.Auth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an owner brings to the {@link Registry}.
 *
 * @param functions by name
 * @param handlers the methods behind hooks and routes, by name, {@code file.method}
 * @param unavailable functions and handlers that there should be, by name, and why they cannot run
 * @param isPaused whether it is turned off, so that what it declared before stays and does not run
 * @param isComplete whether nothing is missing because it could not be loaded
 */
public record Declarations(
    Map<String, Function> functions,
    Map<String, Function> handlers,
    List<Hook> hooks,
    List<Route> routes,
    Map<String, String> unavailable,
    boolean isPaused,
    boolean isComplete) {
  /**
   * The owner of the functions' folder and of the deployed versions. No extension has this name.
   */
  public static final String FOLDER = "";

  /**
   * When a handler runs.
   *
   * @param handler its name; the same for each annotation of the method
   */
  public record Hook(HookDeclaration declaration, String handler) {}

  /**
   * A way to a handler for clients.
   *
   * @param method of HTTP
   * @param path below that of the extension, such as {@code /stats/{id}}
   * @param description one sentence; null for none
   * @param handler its name
   */
  public record Route(
      String extension,
      String method,
      String path,
      Auth auth,
      @Nullable String description,
      String handler) {
    /** What all paths begin with, before the extension's name. */
    public static final String PREFIX = "/api/x/";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** The names of the variables in its path, in order. */
    public List<String> variables() {
      return VARIABLE.matcher(path).results().map(it -> it.group(1)).toList();
    }

    /** As clients call it. */
    public String fullPath() {
      return PREFIX + extension + (path.equals("/") ? "" : path);
    }
  }

  public Declarations {
    functions = Map.copyOf(functions);
    handlers = Map.copyOf(handlers);
    hooks = List.copyOf(hooks);
    routes = List.copyOf(routes);
    unavailable = Map.copyOf(unavailable);
  }

  /** Functions that can all be called, and nothing else. */
  public static Declarations of(Map<String, Function> functions) {
    return new Declarations(functions, Map.of(), List.of(), List.of(), Map.of(), false, true);
  }

  /** The names that are an owner's as long as it brings this, in order. */
  public Set<String> names() {
    var names = new TreeSet<>(functions.keySet());
    names.addAll(handlers.keySet());
    names.addAll(unavailable.keySet());
    return names;
  }

  /** Who has a name of this, as people know him. */
  String shownHolder(String owner, String name) {
    var function = functions.getOrDefault(name, handlers.get(name));
    return owner.equals(FOLDER) && function != null
        ? function.path()
        : "the extension '" + owner + "'";
  }
}
