package dev.tinybase.functions.registry;

import dev.tinybase.functions.registry.Registry.Function;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an owner brings to the {@link Registry}.
 *
 * @param functions by name
 * @param unavailable functions that there should be, by name, and why they cannot be called
 * @param paused names of functions that are kept from running for now; their schedules stay
 * @param isComplete whether nothing is missing because it could not be loaded
 */
public record Declarations(
    Map<String, Function> functions,
    Map<String, String> unavailable,
    Set<String> paused,
    boolean isComplete) {
  /**
   * The owner of the functions' folder and of the deployed versions. No extension has this name.
   */
  public static final String FOLDER = "";

  public Declarations {
    functions = Map.copyOf(functions);
    unavailable = Map.copyOf(unavailable);
    paused = Set.copyOf(paused);
  }

  /** Functions that can all be called. */
  public static Declarations of(Map<String, Function> functions) {
    return new Declarations(functions, Map.of(), Set.of(), true);
  }

  /** The names that are an owner's as long as it brings this, in order. */
  Set<String> names() {
    var names = new TreeSet<>(functions.keySet());
    names.addAll(unavailable.keySet());
    return names;
  }

  /** Who has a name of this, as people know him. */
  String shownHolder(String owner, String name) {
    var function = functions.get(name);
    return owner.equals(FOLDER) && function != null
        ? function.path()
        : "the extension '" + owner + "'";
  }
}
