package dev.tinybase.functions.loading;

import java.util.UUID;

/**
 * The text of an active version.
 *
 * @param name of the file without {@code .java}: a function's name, or {@code lib/…} for a file
 *     that all functions may use
 * @param hash SHA-256 of the text in hex
 */
public record DeployedSource(UUID versionId, String name, String hash, String text) {
  /** Where shared files stand, and how their names begin. */
  public static final String SHARED = "lib/";

  /** Whether all functions may use it, and it is none itself. */
  public boolean isShared() {
    return name.startsWith(SHARED);
  }

  /** How people know it. */
  public String path() {
    return "deployed/" + name + ".java";
  }
}
