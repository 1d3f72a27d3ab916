package dev.tinybase.db;

import dev.tinybase.errors.Problem;

/** A transaction failed through no fault of its own and may run again from its beginning. */
final class TransientFailure extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  TransientFailure(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  /** What to tell the caller when trying again did not help. */
  Problem problem() {
    return problem;
  }
}
