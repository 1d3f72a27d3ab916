package dev.tinybase.sdk;

/** What a schedule does about runs that fell due while no server ran; see {@link Scheduled}. */
public enum CatchUp {
  /** Makes up for the last one of them. */
  LATEST,
  /** Goes on with the next one. */
  NONE,
  /**
   * Makes up for all of them, one after the other; for the last {@link Scheduled#catchUpLimit} at
   * most.
   */
  ALL
}
