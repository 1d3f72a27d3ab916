package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.json.Json;
import dev.tinybase.schedule.NewSchedule;
import dev.tinybase.schedule.ScheduleChange;
import dev.tinybase.schedule.ScheduleChange.Replacement;
import dev.tinybase.schedule.SchedulePolicy;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what clients send of schedules; every wrong type, range and key is told at once. What is
 * wrong with the times themselves the schedule says.
 */
final class ScheduleBody {
  private static final int LONGEST_NAME = 200;

  /** What both can have, and null leaves nothing of. */
  private static final List<String> KEPT =
      List.of(
          "name",
          "schedule",
          "input_data",
          "is_active",
          "overlap",
          "max_parallel",
          "catch_up",
          "catch_up_limit",
          "retries",
          "retry_delay_seconds");

  private static final List<String> CLEARABLE =
      List.of("timeout_seconds", "pause_after_failures", "starts_at", "ends_at");

  private final Fields fields;

  private ScheduleBody(ObjectNode body, boolean isNew) {
    var names = new ArrayList<>(KEPT);
    names.addAll(CLEARABLE);
    names.add("function_name");
    fields = Fields.of(body).only(names.toArray(String[]::new));
    if (!isNew) {
      KEPT.stream()
          .filter(fields::isNull)
          .forEach(name ->
              fields.refuse(name, "null_not_allowed", "must not be null; leave it out to keep it"));
      if (fields.sent("function_name")) {
        fields.refuse(
            "function_name", "immutable", "stays as it is; make another schedule for another one");
      }
    }
  }

  /** A schedule that is to be made. */
  static NewSchedule create(ObjectNode json) {
    var body = new ScheduleBody(json, true);
    var fields = body.fields;
    var name = fields.text("name", 1, LONGEST_NAME);
    var function = fields.text("function_name", 1, 100);
    var schedule = fields.object("schedule");
    var input = fields.optionalObject("input_data");
    var isActive = fields.optionalBool("is_active");
    var policy = body.policy();
    var startsAt = fields.optionalInstant("starts_at");
    var endsAt = fields.optionalInstant("ends_at");
    fields.check();
    return new NewSchedule(
        name,
        function,
        schedule,
        input.orElseGet(Json::object),
        isActive.orElse(true),
        policy,
        startsAt.orElse(null),
        endsAt.orElse(null));
  }

  private SchedulePolicy policy() {
    var standard = SchedulePolicy.DEFAULT;
    return new SchedulePolicy(
        overlap().orElse(standard.overlap()),
        maxParallel().orElse(standard.maxParallel()),
        catchUp().orElse(standard.catchUp()),
        catchUpLimit().orElse(standard.catchUpLimit()),
        retries().orElse(standard.retries()),
        retryDelay().orElse(standard.retryDelaySeconds()),
        timeout().orElse(null),
        pauseAfter().orElse(null));
  }

  /** A change of one. */
  static ScheduleChange change(ObjectNode json) {
    var body = new ScheduleBody(json, false);
    var fields = body.fields;
    var change =
        new ScheduleChange(
            fields.optionalText("name", 1, LONGEST_NAME).orElse(null),
            fields.optionalObject("schedule").orElse(null),
            fields.optionalObject("input_data").orElse(null),
            fields.optionalBool("is_active").orElse(null),
            body.overlap().orElse(null),
            body.maxParallel().orElse(null),
            body.catchUp().orElse(null),
            body.catchUpLimit().orElse(null),
            body.retries().orElse(null),
            body.retryDelay().orElse(null),
            body.ifSent("timeout_seconds", body.timeout()),
            body.ifSent("pause_after_failures", body.pauseAfter()),
            body.ifSent("starts_at", fields.optionalInstant("starts_at")),
            body.ifSent("ends_at", fields.optionalInstant("ends_at")));
    fields.check();
    return change;
  }

  private <T> @Nullable Replacement<T> ifSent(String name, Optional<T> value) {
    return fields.sent(name) ? new Replacement<>(value.orElse(null)) : null;
  }

  private Optional<Overlap> overlap() {
    return fields.optionalChoice("overlap", Overlap.values());
  }

  private Optional<Integer> maxParallel() {
    return integer("max_parallel", 1, SchedulePolicy.MOST_PARALLEL);
  }

  private Optional<CatchUp> catchUp() {
    return fields.optionalChoice("catch_up", CatchUp.values());
  }

  private Optional<Integer> catchUpLimit() {
    return integer("catch_up_limit", 1, SchedulePolicy.MOST_CAUGHT_UP);
  }

  private Optional<Integer> retries() {
    return integer("retries", 0, SchedulePolicy.MOST_RETRIES);
  }

  private Optional<Integer> retryDelay() {
    return integer("retry_delay_seconds", 0, SchedulePolicy.LONGEST_RETRY_DELAY);
  }

  private Optional<Integer> timeout() {
    return integer("timeout_seconds", 1, SchedulePolicy.LONGEST_TIMEOUT);
  }

  private Optional<Integer> pauseAfter() {
    return integer("pause_after_failures", 1, SchedulePolicy.MOST_FAILURES);
  }

  private Optional<Integer> integer(String name, int least, int most) {
    return fields.optionalInteger(name, least, most).map(Long::intValue);
  }
}
