package dev.tinybase.compile;

import java.io.Serial;

/** Maven has no such library, or cannot fetch it. */
final class UnresolvedLibrary extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String project;

  /**
   * A failure.
   *
   * @param project the group and artifact that it is about
   */
  UnresolvedLibrary(String project, String message) {
    super(message, null, false, false);
    this.project = project;
  }

  /** Whether it is about the artifact that somebody asked for, and not one that that one needs. */
  boolean isAbout(Coordinates coordinates) {
    return project.equals(coordinates.group() + ":" + coordinates.artifact());
  }

  /** A half-sentence for people. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
