package dev.tinybase.schedule;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.CodeSchedule;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
    try {
      var _ = Schedule.parse(schedule.when(), zone);
      return Optional.empty();
    } catch (Problem refused) {
      return Optional.of(
          refused.errors().stream()
              .map(CodeScheduleCheck::sentence)
              .collect(Collectors.joining("; ")));
    }
  }

  private static String sentence(FieldError error) {
    return ELEMENTS.getOrDefault(error.field(), error.field()) + ": " + error.message();
  }
}
