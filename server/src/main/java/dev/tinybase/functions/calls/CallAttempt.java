package dev.tinybase.functions.calls;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.jobs.JobResult.Outcome;
import dev.tinybase.sdk.Trigger;
import java.util.Optional;

/** An attempt of a job, whose record is the call's. */
record CallAttempt(CallService service, CallLog log, Call call, CallResult result)
    implements JobResult.Attempt {
  @Override
  public void write(Sql sql, Outcome outcome) {
    record(outcome).ifPresent(record -> log.write(sql, record));
  }

  @Override
  public void written(Outcome outcome) {
    record(outcome).ifPresent(log::counted);
    if (outcome == Outcome.ENDED) {
      service.report(call, result);
    }
  }

  /** All attempts of an asynchronous call have one record, which the last of them ends. */
  private Optional<CallRecord> record(Outcome outcome) {
    boolean shared = call.caller().trigger() == Trigger.MANUAL;
    return switch (outcome) {
      case ENDED -> record(result);
      case INTERRUPTED -> shared ? Optional.empty() : record(result);
      case CANCELLED -> record(failure(CallFailure.CANCELLED, "The job was cancelled."));
      case LEASE_LOST ->
          shared
              ? Optional.empty()
              : record(failure("LeaseLost", "Another server has taken the job over."));
    };
  }

  private Optional<CallRecord> record(CallResult end) {
    return Optional.of(service.record(call, end, true));
  }

  private static CallResult failure(String type, String message) {
    return new CallResult.Failed(CallFailure.of(type, message));
  }
}
