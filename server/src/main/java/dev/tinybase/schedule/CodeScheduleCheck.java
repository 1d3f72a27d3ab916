package dev.tinybase.schedule;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.CodeSchedule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells authors of functions what is wrong with a schedule in their code.
 *
 * @param zone of those that name none
 */
public record CodeScheduleCheck(ZoneId zone) implements CodeSchedule.Check {
  /** What the fields of a schedule's JSON are called in the annotation. */
  private static final Map<String, String> ELEMENTS =
      Map.of(
          "schedule.cron", "cron",
          "schedule.timezone", "zone",
          "schedule.value", "every");

  @Override
  public Optional<String> problem(CodeSchedule schedule) {
    var problems = new ArrayList<String>();
    try {
      var _ = Schedule.parse(schedule.when(), zone);
    } catch (Problem refused) {
      refused.errors().stream().map(CodeScheduleCheck::sentence).forEach(problems::add);
    }
    within(problems, "maxParallel", schedule.maxParallel(), 1, SchedulePolicy.MOST_PARALLEL);
    within(problems, "catchUpLimit", schedule.catchUpLimit(), 1, SchedulePolicy.MOST_CAUGHT_UP);
    within(problems, "retries", schedule.retries(), 0, SchedulePolicy.MOST_RETRIES);
    var failures = schedule.pauseAfterFailures();
    within(problems, "pauseAfterFailures", failures, 0, SchedulePolicy.MOST_FAILURES);
    var delay = schedule.retryDelay().toSeconds();
    within(problems, "the seconds of retryDelay", delay, 0, SchedulePolicy.LONGEST_RETRY_DELAY);
    var timeout = schedule.timeout() == null ? 1 : schedule.timeout().toSeconds();
    within(problems, "the seconds of timeout", timeout, 1, SchedulePolicy.LONGEST_TIMEOUT);
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  private static void within(
      List<String> problems, String what, long value, long least, long most) {
    if (value < least || value > most) {
      problems.add("%s: must be %d to %d, not %d".formatted(what, least, most, value));
    }
  }

  private static String sentence(FieldError error) {
    return ELEMENTS.getOrDefault(error.field(), error.field()) + ": " + error.message();
  }
}
