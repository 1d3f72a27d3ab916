package dev.tinybase.schedule;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.json.Json;
import java.time.Duration;
import java.time.Instant;

/** The jobs of moments. */
final class Occurrences {
  private Occurrences() {}

  /**
   * The job of a moment.
   *
   * @param held whether it waits for older ones of the same schedule
   */
  static JobRequest request(ScheduleInfo info, Instant moment, boolean held) {
    var policy = info.policy();
    var timeout = policy.timeoutSeconds();
    return new JobRequest(
        info.functionName(),
        JobRequest.JSON,
        Json.text(info.inputData()),
        Job.Actor.OPERATOR,
        null,
        JobRequest.SCHEDULE,
        info.id().toString(),
        0,
        moment,
        null,
        policy.retries() + 1,
        Duration.ofSeconds(policy.retryDelaySeconds()),
        timeout == null ? null : Duration.ofSeconds(timeout),
        new JobRequest.Occurrence(info.id(), moment, held, info.source()));
  }
}
