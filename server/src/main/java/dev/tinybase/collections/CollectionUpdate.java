package dev.tinybase.collections;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is to become of a collection; null leaves alone.
 *
 * @param options JSON null goes back to the defaults
 * @param drop the fields whose values may be lost
 * @param schemaVersion the version that the caller has read; another one in place is a conflict
 * @param dryRun whether to do nothing but tell what would be done
 */
public record CollectionUpdate(
    @Nullable String label,
    @Nullable JsonNode schema,
    @Nullable JsonNode options,
    Set<String> drop,
    @Nullable Integer schemaVersion,
    boolean dryRun) {
  public CollectionUpdate {
    drop = Set.copyOf(drop);
  }

  /** Refuses a version that is not the one in place, and a bad label. */
  void check(Collection before) {
    if (schemaVersion != null && schemaVersion != before.schemaVersion()) {
      throw Problem.conflict(
          "schema_version_conflict",
          "The collection '"
              + before.name()
              + "' is at schema_version "
              + before.schemaVersion()
              + ", not "
              + schemaVersion
              + ": read it again, then repeat the change.");
    }
    NewCollection.checkLabel(label, new ArrayList<>());
  }
}
