package dev.tinybase.jobs;

import java.util.UUID;

/** Does what jobs want. */
@FunctionalInterface
public interface JobRunner {
  /**
   * Runs one attempt on this virtual thread. A failure is a result; an exception is a defect, which
   * counts as a failure, too.
   *
   * @param callId the id of the attempt's record
   * @throws InterruptedException when the thread was interrupted: the server stops, the job was
   *     cancelled, or another node has it
   */
  JobResult run(Job job, UUID callId) throws InterruptedException;
}
