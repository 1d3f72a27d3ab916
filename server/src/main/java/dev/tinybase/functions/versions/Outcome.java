package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;

/** What became of one file of a batch. */
public sealed interface Outcome {
  /** It is active. */
  record Done(Deployed deployed) implements Outcome {}

  /** Nothing has changed for it. */
  record Refused(String name, Problem problem) implements Outcome {}
}
