package dev.tinybase.jobs;

import dev.tinybase.db.Sql;

/** Wants to hear of the ends of jobs. */
public interface JobListener {
  /**
   * A job has ended for good: it succeeded, has no attempt left, or was cancelled. Called in the
   * transaction that ends it, on SQLite on the writer's thread: only for a few statements. What it
   * throws keeps the job from ending.
   *
   * @param job with its last status and error
   */
  void ended(Sql sql, Job job);

  /** The engine of this node has looked around, as it does at least once in its interval. */
  default void looked() {}
}
