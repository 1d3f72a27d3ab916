package dev.tinybase.sdk;

/** What made a function run. */
public enum Trigger {
  /** A client's request, or the command line. */
  MANUAL,
  /** A schedule. */
  SCHEDULE,
  /** Another function, through {@link Context#call}. */
  FUNCTION,
  /** A job that somebody has enqueued, such as {@link Context#enqueue(String, Object)}. */
  JOB,
  /** An event, whose hook it is; see {@link dev.tinybase.sdk.hooks}. */
  HOOK,
  /** A client's request to a {@link Route}. */
  ROUTE
}
