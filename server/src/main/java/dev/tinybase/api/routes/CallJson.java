package dev.tinybase.api.routes;

import dev.tinybase.functions.history.CallMetrics.Figures;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.history.LogReader.Numbered;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Records of calls as JSON, for admins. */
final class CallJson {
  private CallJson() {}

  /** A call as lists have it. */
  static ObjectNode item(CallRecord call) {
    boolean ended = call.status() != Status.RUNNING;
    var started = Instants.text(call.startedAt());
    var finished = call.finishedAt();
    return Json.object()
        .put("id", call.id().toString())
        .put("function_name", call.functionName())
        .put("status", call.status().word())
        .put("trigger_type", call.trigger().name().toLowerCase(Locale.ROOT))
        .put("trigger_id", text(call.triggerId()))
        .put("job_id", text(call.jobId()))
        .put("parent_id", text(call.parentId()))
        .put("requested_by_user_id", text(call.userId()))
        .put("requested_by_token", call.tokenName())
        .put("version_id", text(call.versionId()))
        .put("version", call.versionHash())
        .put("request_id", call.requestId())
        .put("started_at", started)
        .put("finished_at", finished == null ? null : Instants.text(finished))
        .put("duration_ms", ended ? (Long) Math.round(call.durationMicros() / 1e3) : null)
        .put("duration_micros", ended ? (Long) call.durationMicros() : null)
        .put("error_type", call.errorType())
        .put("error_message", call.errorMessage())
        .put("error_code", call.errorCode())
        .put("created_at", started);
  }

  /** A call with all that is kept of it. */
  static ObjectNode whole(CallRecord call, List<Numbered> lines) {
    var item = item(call);
    put(item, "error_details", call.errorDetails());
    item.put("trace", call.trace());
    put(item, "input", call.input());
    put(item, "output", call.output());
    var logs = item.putArray("logs");
    lines.forEach(line -> logs.add(line(line)));
    return item;
  }

  /** A line of a call's log. */
  static ObjectNode line(Numbered numbered) {
    var line = numbered.line();
    return Json.object()
        .put("seq", numbered.seq())
        .put("at", Instants.text(line.at()))
        .put("level", line.level().name().toLowerCase(Locale.ROOT))
        .put("function_name", numbered.functionName())
        .put("call_id", numbered.callId().toString())
        .put("message", line.message());
  }

  /** The figures of a function. */
  static ObjectNode figures(Figures figures) {
    var failure = figures.lastFailure();
    return Json.object()
        .put("total_calls", figures.total())
        .put("succeeded", figures.succeeded())
        .put("failed", figures.failed())
        .put("running", figures.running())
        .put("avg_duration_ms", figures.averageMicros() / 1e3)
        .put("p50_duration_ms", figures.p50Micros() / 1e3)
        .put("p95_duration_ms", figures.p95Micros() / 1e3)
        .put("error_rate", figures.errorRate())
        .put("last_call_at", Instants.text(figures.lastCall()))
        .put("last_failure_at", failure == null ? null : Instants.text(failure));
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static void put(ObjectNode node, String name, byte @Nullable [] json) {
    if (json == null) {
      node.putNull(name);
    } else {
      node.set(name, Json.trusted(new String(json, StandardCharsets.UTF_8)));
    }
  }
}
