package dev.tinybase.extensions;

import dev.tinybase.collections.CollectionChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an installation or an update would do.
 *
 * @param repoUrl without credentials
 * @param commit null for a folder as it stands
 * @param hash of its files
 * @param installedVersion the version that it would take the place of; null where there is none
 * @param collections what would become of each of its collections
 * @param warnings what an admin should know before
 */
public record ExtensionPreview(
    Manifest manifest,
    String repoUrl,
    @Nullable String ref,
    @Nullable String commit,
    String hash,
    Provides provides,
    @Nullable String installedVersion,
    List<CollectionChange> collections,
    List<String> warnings) {
  public ExtensionPreview {
    collections = List.copyOf(collections);
    warnings = List.copyOf(warnings);
  }
}
