package dev.tinybase.extensions;

import dev.tinybase.auth.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Installs, updates, turns on and off and uninstalls extensions: each at once on every node, whole
 * or not at all.
 */
public interface ExtensionService {
  /**
   * A page of those that are installed, by name.
   *
   * @param checkUpdates whether to look for updates of those on the page
   */
  ExtensionPage list(boolean enabledOnly, boolean checkUpdates, int limit, int offset);

  /**
   * One of them.
   *
   * @throws dev.tinybase.errors.Problem 404 {@code extension_not_found}
   */
  ExtensionInfo get(String name, boolean checkUpdates);

  /**
   * Tells what {@link #install}, or an update from there, would bring; nothing changes.
   *
   * @param address any form of an address: GitHub's, another Git URL, a local path
   * @param ref a branch, tag or commit; null for the default branch, or a local folder as it stands
   * @throws dev.tinybase.errors.Problem 400 for an address, manifest or code that will not do
   */
  ExtensionPreview preview(String address, @Nullable String ref);

  /**
   * Installs an extension and turns it on.
   *
   * @throws dev.tinybase.errors.Problem 400 as {@link #preview}, with {@code diagnostics} where the
   *     code is wrong; 409 {@code extension_exists}
   */
  ExtensionInfo install(String address, @Nullable String ref, Principal who);

  /**
   * Puts the last version, or that of a ref, in place of the installed one, which goes on where the
   * new one will not do.
   *
   * @param ref null for the one that it was installed with
   * @throws dev.tinybase.errors.Problem 404, 400 as {@link #install}
   */
  ExtensionInfo update(String name, @Nullable String ref, Principal who);

  /**
   * Turns it on or off.
   *
   * @throws dev.tinybase.errors.Problem 404
   */
  ExtensionInfo setEnabled(String name, boolean enabled, Principal who);

  /**
   * Removes it. Its collections stay, with their records, unless they are to be dropped.
   *
   * @return the names of the collections that were dropped
   * @throws dev.tinybase.errors.Problem 404
   */
  List<String> uninstall(String name, boolean dropCollections, Principal who);
}
