package dev.tinybase.api.routes;

import dev.tinybase.json.Json;
import dev.tinybase.schedule.ScheduleInfo;
import dev.tinybase.schedule.SchedulePreview;
import dev.tinybase.text.Instants;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Schedules as JSON, for admins. */
final class ScheduleJson {
  private ScheduleJson() {}

  /**
   * A schedule.
   *
   * @param description its times in words
   */
  static ObjectNode item(ScheduleInfo schedule, String description) {
    var policy = schedule.policy();
    var user = schedule.createdByUserId();
    var node =
        Json.object()
            .put("id", schedule.id().toString())
            .put("name", schedule.name())
            .put("function_name", schedule.functionName());
    node.set("schedule", schedule.schedule());
    node.put("description", description).set("input_data", schedule.inputData());
    return node.put("is_active", schedule.isActive())
        .put("overlap", word(policy.overlap()))
        .put("max_parallel", policy.maxParallel())
        .put("catch_up", word(policy.catchUp()))
        .put("catch_up_limit", policy.catchUpLimit())
        .put("retries", policy.retries())
        .put("retry_delay_seconds", policy.retryDelaySeconds())
        .put("timeout_seconds", policy.timeoutSeconds())
        .put("pause_after_failures", policy.pauseAfterFailures())
        .put("starts_at", text(schedule.startsAt()))
        .put("ends_at", text(schedule.endsAt()))
        .put("source", schedule.source())
        .put("next_run_at", text(schedule.nextRunAt()))
        .put("last_run_at", text(schedule.lastRunAt()))
        .put("last_status", schedule.lastStatus())
        .put("consecutive_failures", schedule.consecutiveFailures())
        .put("paused_reason", schedule.pausedReason())
        .put("skipped_count", schedule.skippedCount())
        .put("last_skipped_at", text(schedule.lastSkippedAt()))
        .put("created_by_user_id", user == null ? null : user.toString())
        .put("created_at", text(schedule.createdAt()))
        .put("updated_at", text(schedule.updatedAt()));
  }

  /** What will come of one. */
  static ObjectNode preview(SchedulePreview preview) {
    var body = Json.object();
    var runs = body.putArray("runs");
    for (var moment : preview.moments()) {
      var local = moment.atZone(preview.zone());
      runs.addObject()
          .put("at", text(moment))
          .put("local", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local));
    }
    return body.put("description", preview.description());
  }

  private static String word(Enum<?> policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : Instants.text(moment);
  }
}
