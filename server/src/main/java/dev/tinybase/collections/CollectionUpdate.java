package dev.tinybase.collections;

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
}
