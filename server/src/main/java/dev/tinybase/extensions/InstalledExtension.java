package dev.tinybase.extensions;

import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An extension as it is stored, without its files.
 *
 * @param repoUrl where it came from, without credentials
 * @param ref the branch, tag or commit that was asked for; null for the default branch, or a folder
 *     as it stood
 * @param commit the commit's hash; null for a folder as it stood
 * @param hash of its files
 * @param libraryLock what its libraries came to; empty where it has none
 * @param settings the values that were set, by name; secrets are sealed
 * @param credentials for its repository, sealed
 */
public record InstalledExtension(
    UUID id,
    Manifest manifest,
    String repoUrl,
    @Nullable String ref,
    @Nullable String commit,
    String hash,
    String libraryLock,
    Provides provides,
    ObjectNode settings,
    boolean isEnabled,
    Instant installedAt,
    @Nullable UUID installedBy,
    Instant updatedAt,
    @Nullable String credentials) {

  /** Its name. */
  public String name() {
    return manifest.name();
  }

  /** With another version in its place; values of settings stay where they are declared alike. */
  InstalledExtension updated(ReviewedExtension version, Instant now) {
    var kept = Json.object();
    for (var value : settings.properties()) {
      var before = manifest.setting(value.getKey());
      var after = version.manifest().setting(value.getKey());
      if (before != null
          && after != null
          && before.type() == after.type()
          && before.secret() == after.secret()) {
        kept.set(value.getKey(), value.getValue());
      }
    }
    return new InstalledExtension(
        id,
        version.manifest(),
        repoUrl,
        version.fetched().source().ref(),
        version.fetched().commit(),
        version.hash(),
        version.libraryLock(),
        version.provides(),
        kept,
        isEnabled,
        installedAt,
        installedBy,
        now,
        credentials);
  }

  /** With the address, and what opens it, of another one. */
  InstalledExtension from(InstalledExtension other) {
    return new InstalledExtension(
        id,
        manifest,
        other.repoUrl,
        ref,
        commit,
        hash,
        libraryLock,
        provides,
        settings,
        isEnabled,
        installedAt,
        installedBy,
        updatedAt,
        other.credentials);
  }

  /** Without what must not be seen. */
  @Override
  public String toString() {
    return "InstalledExtension[" + name() + " " + manifest.version() + "]";
  }
}
