package dev.tinybase.sdk;

/** What a schedule does when it is due while its last run has not ended; see {@link Scheduled}. */
public enum Overlap {
  /** Leaves this run out; it is counted. */
  SKIP,
  /** Runs it after the one that runs; one waits, more are left out. */
  QUEUE,
  /** Runs it beside the others, up to {@link Scheduled#maxParallel} at once. */
  PARALLEL
}
