package dev.tinybase.jobs;

import dev.tinybase.db.Sql;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of an attempt of a job. */
public sealed interface JobResult {
  /** What its runner keeps of it. */
  Attempt attempt();

  /** It is done. */
  record Succeeded(Attempt attempt) implements JobResult {}

  /**
   * It failed.
   *
   * @param retry whether a further attempt may end otherwise
   */
  record Failed(String type, @Nullable String message, boolean retry, Attempt attempt)
      implements JobResult {}

  /** Its thread was interrupted before its end; why, the engine knows. */
  record Interrupted(Attempt attempt) implements JobResult {}

  /** It could not begin, for want of room: it waits again, and no attempt is counted. */
  record Postponed(Duration delay) implements JobResult {
    @Override
    public Attempt attempt() {
      return Attempt.UNRECORDED;
    }
  }

  /** What became of the attempt in the end. */
  enum Outcome {
    /** It ended as its result says. */
    ENDED,
    /** The server stopped; the job runs again. */
    INTERRUPTED,
    /** The job was cancelled meanwhile. */
    CANCELLED,
    /** Another node has the job: what this one did counts no more. */
    LEASE_LOST
  }

  /** The record of an attempt. */
  interface Attempt {
    /** Of one that leaves none. */
    Attempt UNRECORDED = (sql, outcome) -> {};

    /** Writes it in the transaction that decides the outcome; it may be called again. */
    void write(Sql sql, Outcome outcome);

    /** That transaction is committed. */
    default void written(Outcome outcome) {}
  }
}
