package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;

/** What became of one file of a batch. */
public sealed interface DeploymentOutcome {
  /** It is active. */
  record Done(DeployedVersion deployed) implements DeploymentOutcome {}

  /** Nothing has changed for it. */
  record Refused(String name, Problem problem) implements DeploymentOutcome {}
}
