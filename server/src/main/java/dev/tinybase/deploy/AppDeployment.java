package dev.tinybase.deploy;

import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deployed together: all of it or nothing.
 *
 * @param drop for each collection the fields whose values may be lost
 * @param tracked whether to compare with what was deployed last, and to remember this deployment
 * @param overwriteDrift whether what others have changed since the last deployment may be lost
 * @param dryRun whether to change nothing, but to tell what would be changed
 */
public record AppDeployment(
    List<NewCollection> collections,
    List<FunctionUpload> functions,
    List<Extension> extensions,
    Map<String, Set<String>> drop,
    boolean tracked,
    boolean overwriteDrift,
    boolean dryRun) {
  public AppDeployment {
    collections = List.copyOf(collections);
    functions = List.copyOf(functions);
    extensions = List.copyOf(extensions);
    drop = Map.copyOf(drop);
  }

  /**
   * An extension that the app needs.
   *
   * @param repoUrl any form of its address
   * @param ref a branch, tag or commit; null for the default branch, or a folder as it stands
   */
  public record Extension(String repoUrl, @Nullable String ref) {}

  /**
   * Fields of collections, each as {@code collection.field}, by collection.
   *
   * @throws Problem 400 {@code invalid_drop} for another form
   */
  public static Map<String, Set<String>> drop(List<String> fields) {
    var drop = new HashMap<String, Set<String>>();
    for (var field : fields) {
      var parts = field.split("\\.", -1);
      if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw Problem.badRequest(
            "invalid_drop", "'drop' lists '" + field + "'; a field is COLLECTION.FIELD there.");
      }
      drop.computeIfAbsent(parts[0], _ -> new HashSet<>()).add(parts[1]);
    }
    return drop;
  }

  /** Refuses a collection that is declared twice, and fields to drop of one that is not here. */
  void check() {
    var names = new HashSet<String>();
    for (var collection : collections) {
      if (!names.add(collection.name())) {
        throw Problem.badRequest(
            "duplicate_collection", "Collection '" + collection.name() + "' is declared twice.");
      }
    }
    for (var name : drop.keySet()) {
      if (!names.contains(name)) {
        throw Problem.badRequest(
            "invalid_drop",
            "'drop' names the collection '" + name + "', which is not among those to be deployed.");
      }
    }
  }
}
