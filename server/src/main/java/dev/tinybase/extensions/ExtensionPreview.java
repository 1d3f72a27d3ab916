package dev.tinybase.extensions;

import dev.tinybase.collections.AccessWarnings;
import dev.tinybase.collections.CollectionChange;
import java.util.ArrayList;
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

  static ExtensionPreview of(
      ReviewedExtension reviewed,
      @Nullable String installedVersion,
      List<CollectionChange> collections) {
    var fetched = reviewed.fetched();
    return new ExtensionPreview(
        reviewed.manifest(),
        fetched.source().shown(),
        fetched.source().ref(),
        fetched.commit(),
        reviewed.hash(),
        reviewed.provides(),
        installedVersion,
        collections,
        warnings(reviewed, collections));
  }

  private static List<String> warnings(
      ReviewedExtension reviewed, List<CollectionChange> collections) {
    var all = new ArrayList<String>();
    all.add("Its code runs with all rights of the server; install what you trust.");
    for (var change : collections) {
      for (var warning : AccessWarnings.of(change.collection())) {
        all.add("The collection '" + change.collection().name() + "': " + warning);
      }
    }
    for (var route : reviewed.provides().routes()) {
      if (route.auth().equals("public")) {
        all.add(route.method() + " " + route.path() + " is public: everybody may call it.");
      }
    }
    return all;
  }
}
