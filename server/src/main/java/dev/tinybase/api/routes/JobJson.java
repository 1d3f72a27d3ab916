package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobPage;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs as JSON, for admins.
 *
 * @param showsPayloads whether those of jobs that have ended are shown
 * @param basePath what all paths of the server begin with; empty for nothing
 */
public record JobJson(boolean showsPayloads, String basePath) {
  private static final String RESULTS = "/api/functions/calls/";

  /** A job. */
  ObjectNode item(Job job) {
    var request = job.request();
    var occurrence = request.occurrence();
    boolean held = occurrence != null && occurrence.held();
    var node =
        Json.object()
            .put("id", job.id().toString())
            .put("function_name", request.functionName())
            .put("status", job.status().word())
            .put("priority", request.priority())
            .put("run_at", Instants.text(request.runAt()))
            .put("attempt", job.attempt())
            .put("max_attempts", request.maxAttempts())
            .put("unique_key", request.uniqueKey())
            .put("schedule_id", occurrence == null ? null : occurrence.scheduleId().toString())
            .put("scheduled_at", occurrence == null ? null : text(occurrence.scheduledAt()));
    node.set("payload", payload(job));
    return node.put("call_id", text(job.callId()))
        .put("result_at", result(job))
        .put("trigger_type", request.triggerType())
        .put(
            "requested_by_user_id",
            request.actsAs() == Job.Actor.USER ? text(request.actorId()) : null)
        .put("request_id", request.requestId())
        .put("error_type", job.errorType())
        .put("error_message", job.errorMessage())
        .put("node", job.node())
        .put("created_at", text(job.createdAt()))
        .put("started_at", text(job.startedAt()))
        .put("finished_at", text(job.finishedAt()))
        .put(
            "next_attempt_at",
            job.status() == Job.Status.QUEUED && !held ? text(request.runAt()) : null);
  }

  /** A page of jobs, under the name that the list has. */
  ObjectNode page(String name, JobPage page, int limit, long offset) {
    var body = Json.object();
    var list = body.putArray(name);
    page.jobs().forEach(job -> list.add(item(job)));
    return body.put("total", page.total() < 0 ? null : (Long) page.total())
        .put("limit", limit)
        .put("offset", offset)
        .put("next_cursor", text(page.next()));
  }

  private @Nullable JsonNode payload(Job job) {
    var payload = job.request().payload();
    return payload == null || (job.status().isEnd() && !showsPayloads)
        ? null
        : Json.trusted(payload.getBytes(UTF_8));
  }

  /** What the server does for itself is no call. */
  private @Nullable String result(Job job) {
    var occurrence = job.request().occurrence();
    boolean isCall = occurrence == null || !occurrence.source().equals(JobRequest.SYSTEM);
    return isCall && job.callId() != null ? basePath + RESULTS + job.callId() : null;
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : Instants.text(moment);
  }
}
