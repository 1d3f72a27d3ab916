package dev.tinybase.extensions;

import dev.tinybase.extensions.source.ExtensionFiles;

/** What {@link ExtensionService} needs of the extensions that run on this node. */
public interface ExtensionRuntime {
  /**
   * Compiles and loads an extension beside what runs, without publishing anything.
   *
   * @param libraryLock what libraries came to before; empty for nothing
   * @throws dev.tinybase.errors.Problem 400 {@code invalid_extension} with {@code diagnostics}
   *     where it cannot be loaded, or declares what something else than its earlier version has
   */
  Checked check(Manifest manifest, ExtensionFiles files, String libraryLock);

  /**
   * What became of a check.
   *
   * @param provides what it brings; its collections and settings are not looked at
   * @param libraryLock what its libraries came to; empty where it has none
   */
  record Checked(Provides provides, String libraryLock) {}

  /** Brings what runs to what is stored, before it returns. */
  void follow();

  /** How an installed extension stands. */
  ExtensionStatus status(String name);
}
