package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.VersionTable.Stored;
import java.util.List;
import java.util.UUID;

/** What became of one file of a batch. */
public sealed interface DeploymentOutcome {
  /**
   * A version that is active now.
   *
   * @param isNew whether it was unknown before
   * @param message one sentence
   * @param warnings what its author should look at
   */
  record Deployed(
      String name,
      UUID versionId,
      String contentHash,
      boolean isNew,
      String message,
      List<String> warnings)
      implements DeploymentOutcome {
    static Deployed of(Stored version, boolean isNew, String message, List<String> warnings) {
      return new Deployed(version.name(), version.id(), version.hash(), isNew, message, warnings);
    }
  }

  /** Nothing has changed for it. */
  record Refused(String name, Problem problem) implements DeploymentOutcome {}
}
