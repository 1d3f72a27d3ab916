package dev.tinybase.extensions;

import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.FetchedExtension;
import java.util.List;

/**
 * An extension that was fetched and found good by itself.
 *
 * @param collections that it declares
 * @param provides all that it brings
 */
record ReviewedExtension(
    FetchedExtension fetched,
    Manifest manifest,
    List<NewCollection> collections,
    Provides provides,
    String libraryLock) {
  ReviewedExtension {
    collections = List.copyOf(collections);
  }

  String name() {
    return manifest.name();
  }

  String hash() {
    return fetched.files().hash();
  }

  /** Refuses with 409 what declares a function that another extension has, turned on or off. */
  void requireApartFrom(InstalledExtension other) {
    for (var function : provides.functions()) {
      if (other.provides().functions().contains(function)) {
        throw Problem.conflict(
            "function_taken",
            "The extension '%s' declares the function '%s', which the extension '%s' has; rename it in one of them."
                .formatted(name(), function, other.name()));
      }
    }
  }
}
