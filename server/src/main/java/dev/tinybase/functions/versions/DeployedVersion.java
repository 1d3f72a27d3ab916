package dev.tinybase.functions.versions;

import dev.tinybase.functions.versions.VersionTable.Stored;
import java.util.List;
import java.util.UUID;

/**
 * A version that is active now.
 *
 * @param isNew whether it was unknown before
 * @param message one sentence
 * @param warnings what its author should look at
 */
public record DeployedVersion(
    String name,
    UUID versionId,
    String contentHash,
    boolean isNew,
    String message,
    List<String> warnings) {
  static DeployedVersion of(Stored version, boolean isNew, String message, List<String> warnings) {
    return new DeployedVersion(
        version.name(), version.id(), version.hash(), isNew, message, warnings);
  }
}
