package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static dev.tinybase.functions.calls.HandMade.payload;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.Host;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Jobs that are calls of functions. */
@ParameterizedClass
@EnumSource(Engine.class)
class FunctionJobsTest {
  private static final Caller OPERATOR = Caller.operator("req-1");

  private final FunctionServer server;
  private final Queue<CallInfo> calls = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  FunctionJobsTest(Engine engine) {
    server =
        FunctionServer.start(
            engine,
            "functions.max_payload_bytes",
            "2000",
            "scheduler.function_timeout_seconds",
            "7");
    server.add(
        named(
                "note",
                (call, _, input) -> {
                  calls.add(call);
                  return json(Json.text(payload(input)));
                })
            .auth(Auth.ADMIN),
        named(
            "enqueue", (_, host, input) -> json('"' + enqueue(host, payload(input), false) + '"')),
        named(
            "enqueue_as_admin",
            (_, host, input) -> json('"' + enqueue(host, payload(input), true) + '"')),
        named(
            "wait",
            (call, _, _) -> {
              calls.add(call);
              gate.await();
              return json("1");
            }));
  }

  private static String enqueue(Host host, JsonNode payload, boolean asAdmin) {
    return host.enqueue("note", payload, JobOptions.DEFAULT, asAdmin);
  }

  @AfterEach
  void close() {
    gate.countDown();
    server.close();
  }

  @Test
  void a_job_runs_whatever_the_level_of_its_function_and_has_a_record_of_its_own() {
    var job = server.calls().enqueue(OPERATOR, "note", x(1), JobOptions.DEFAULT).job();
    var ended = await(job.id(), Job.Status.SUCCEEDED);
    var call = calls.poll();
    assertThat(call.trigger()).isEqualTo(Trigger.JOB);
    assertThat(call.user()).isNull();
    assertThat(call.isAdmin()).isTrue();
    assertThat(call.requestId()).isEqualTo("req-1");
    assertThat(call.job())
        .isEqualTo(new dev.tinybase.sdk.Job(job.id().toString(), 1, job.scheduledAt()));
    assertLimit(s(7), call, ended);
    var record = server.log().find(requireNonNull(ended.callId())).orElseThrow();
    assertThat(record.status()).isEqualTo(CallRecord.Status.SUCCEEDED);
    assertThat(record.trigger()).isEqualTo(Trigger.JOB);
    assertThat(record.triggerId()).isEqualTo(job.id());
    assertThat(record.jobId()).isEqualTo(job.id());
    assertThat(record.output()).asString().isEqualTo("{\"x\":1}");
    assertThat(server.log().finished("note")).hasSize(1);
  }

  /** Its time began when it began, at some moment between the start and the end of its job. */
  private static void assertLimit(Duration limit, CallInfo call, Job ended) {
    assertThat(call.deadline().minus(limit))
        .isBetween(requireNonNull(ended.startedAt()), requireNonNull(ended.finishedAt()));
  }

  @Test
  void a_run_of_a_schedule_says_so_and_has_its_own_time() {
    var schedule = new UUID(3, 3);
    var planned = Instant.parse("2026-01-01T00:00:00Z");
    var job =
        server
            .jobs()
            .add(
                new JobRequest(
                    "note",
                    JobRequest.JSON,
                    null,
                    Job.Actor.OPERATOR,
                    null,
                    JobRequest.SCHEDULE,
                    "r",
                    0,
                    Instant.now(),
                    null,
                    1,
                    s(1),
                    s(3),
                    new JobRequest.Occurrence(schedule, planned, false, "api"),
                    null))
            .job();
    var ended = await(job.id(), Job.Status.SUCCEEDED);
    var call = calls.poll();
    assertThat(call.trigger()).isEqualTo(Trigger.SCHEDULE);
    assertThat(requireNonNull(call.job()).scheduledAt()).isEqualTo(planned);
    assertLimit(s(3), call, ended);
    var record = server.log().find(requireNonNull(ended.callId())).orElseThrow();
    assertThat(record.triggerId()).isEqualTo(schedule);
    assertThat(record.jobId()).isEqualTo(job.id());
    assertThat(record.output()).asString().isEqualTo("{}");
  }

  @Test
  void what_a_users_function_enqueues_acts_as_that_user() {
    var user = server.user("ada@example.com");
    await(enqueued(user, "enqueue"), Job.Status.SUCCEEDED);
    var call = calls.poll();
    assertThat(requireNonNull(call.user()).email()).isEqualTo("ada@example.com");
    assertThat(call.isAdmin()).isFalse();
    await(enqueued(user, "enqueue_as_admin"), Job.Status.SUCCEEDED);
    assertThat(calls.poll().isAdmin()).isTrue();
    await(enqueued(server.http(), "enqueue"), Job.Status.SUCCEEDED);
    var nobodys = calls.poll();
    assertThat(nobodys.user()).isNull();
    assertThat(nobodys.isAdmin()).as("the function vouches for it").isTrue();
  }

  private static UUID enqueued(Http http, String function) {
    var reply = http.post("/api/functions/" + function, "{\"x\":1}").json();
    return UUID.fromString(reply.path("result").stringValue());
  }

  @Test
  void a_job_of_a_user_that_is_no_more_does_not_run() {
    var user = server.user("ada@example.com");
    server.add(
        named(
            "later",
            (_, host, _) ->
                json(
                    '"'
                        + host.enqueue(
                            "note",
                            Json.object(),
                            JobOptions.DEFAULT.delay(s(2)).attempts(3),
                            false)
                        + '"')));
    var id = enqueued(user, "later");
    var users = server.tinybase().auth().users();
    users.delete(users.find("ada@example.com").orElseThrow().id());
    var dead = await(id, Job.Status.FAILED);
    assertThat(dead.errorType()).isEqualTo("NotRun");
    assertThat(dead.attempt()).as("another one would not help").isEqualTo(1);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_transaction_that_is_undone_enqueues_nothing() {
    server.add(
        named(
            "outbox",
            (_, host, input) ->
                host.<dev.tinybase.functions.host.CallResult, Exception>transaction(() -> {
                  var id = enqueue(host, Json.object(), false);
                  if (payload(input).path("fail").asBoolean(false)) {
                    throw new FunctionException("no", "undone", Map.of());
                  }
                  return json('"' + id + '"');
                })));
    var id = enqueued(server.http(), "outbox");
    await(id, Job.Status.SUCCEEDED);
    server.http().post("/api/functions/outbox", "{\"fail\":true}");
    assertThat(all()).extracting(Job::id).containsExactly(id);
  }

  @Test
  void what_cannot_run_is_refused_when_it_is_enqueued() {
    server.sources(
        "order",
        """
        import dev.tinybase.sdk.*;
        import jakarta.validation.constraints.*;

        class Order {
          record Input(@NotBlank String item, @Min(1) int count) {}

          @Register(name = "order")
          String order(Context ctx, Input input) {
            return input.item();
          }
        }
        """);
    var invalid = refused("order", Json.object().put("count", 0));
    assertThat(invalid.kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(invalid.code()).isEqualTo("invalid_payload");
    assertThat(invalid.errors()).extracting(FieldError::field).contains("item", "count");
    assertThat(refused("nobody", Json.object()).code()).isEqualTo("function_not_found");
    assertThat(refused("note", Json.object().put("x", "y".repeat(3000))).code())
        .isEqualTo("payload_too_large");
    assertThat(all()).isEmpty();
    var valid = Json.object().put("item", "tea").put("count", 1);
    var job = server.calls().enqueue(OPERATOR, "order", valid, JobOptions.DEFAULT).job();
    await(job.id(), Job.Status.SUCCEEDED);
  }

  private Problem refused(String function, JsonNode payload) {
    return catchThrowableOfType(
        Problem.class,
        () -> server.calls().enqueue(OPERATOR, function, payload, JobOptions.DEFAULT));
  }

  @Test
  void a_function_is_told_why_its_job_is_refused() {
    server.add(
        named(
            "wrong",
            (_, host, input) -> {
              var options = JobOptions.DEFAULT.uniqueKey("a\0b");
              var which = payload(input).path("function").asString();
              return json(
                  '"'
                      + host.enqueue(
                          which,
                          Json.object(),
                          which.equals("note") ? options : JobOptions.DEFAULT,
                          false)
                      + '"');
            }));
    var missing = server.http().post("/api/functions/wrong", "{\"function\":\"nobody\"}").json();
    assertThat(missing.path("error_code").asString()).isEqualTo("function_not_found");
    var key = server.http().post("/api/functions/wrong", "{\"function\":\"note\"}").json();
    assertThat(key.path("status").asString()).isEqualTo("failed");
    assertThat(all()).isEmpty();
  }

  @Test
  void options_say_when_and_how_often_and_a_key_gives_the_one_that_waits() {
    var moment = Instant.now().plusSeconds(3600).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    var options = JobOptions.DEFAULT.at(moment).priority(-3).uniqueKey("k").attempts(9);
    var job = server.calls().enqueue(OPERATOR, "note", x(1), options).job().request();
    assertThat(job.runAt()).isEqualTo(moment);
    assertThat(job.priority()).isEqualTo(-3);
    assertThat(job.maxAttempts()).isEqualTo(9);
    var second = server.calls().enqueue(OPERATOR, "note", x(2), JobOptions.DEFAULT.uniqueKey("k"));
    assertThat(second.isNew()).isFalse();
    assertThat(second.job().request()).isEqualTo(job);
  }

  @Test
  void jobs_of_a_busy_function_wait_for_it_and_others_go_on() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    server.add(
        named(
                "alone",
                (_, _, _) -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  gate.await();
                  now.decrementAndGet();
                  return json("1");
                })
            .concurrency(1));
    var ids =
        IntStream.range(0, 20)
            .mapToObj(_ -> enqueue("alone", JobOptions.DEFAULT.attempts(1)))
            .toList();
    await(enqueue("note", JobOptions.DEFAULT), Job.Status.SUCCEEDED);
    gate.countDown();
    ids.forEach(id -> await(id, Job.Status.SUCCEEDED));
    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  void a_function_that_fails_is_tried_again_with_a_record_for_each_attempt() {
    var runs = new AtomicInteger();
    server.add(
        named(
            "shaky",
            (_, _, _) -> {
              if (runs.incrementAndGet() == 1) {
                throw new java.io.IOException("no disk");
              }
              return json("1");
            }));
    var id = enqueue("shaky", JobOptions.DEFAULT.attempts(2));
    Eventually.until("it has failed", () -> find(id).failures() == 1);
    var first = find(id);
    assertThat(first.errorType()).isEqualTo("IOException");
    assertThat(first.errorMessage()).isEqualTo("no disk");
    assertThat(first.request().runAt()).isAfter(Instant.now().plusSeconds(5));
    server
        .tinybase()
        .database()
        .write(sql -> sql.update("update _jobs set due = 1 where id = ?", id));
    var ended = await(id, Job.Status.SUCCEEDED);
    assertThat(ended.callId()).isNotEqualTo(first.callId());
    assertThat(server.log().find(requireNonNull(first.callId())).orElseThrow().errorType())
        .isEqualTo("IOException");
    assertThat(server.log().find(requireNonNull(ended.callId())).orElseThrow().status())
        .isEqualTo(CallRecord.Status.SUCCEEDED);
  }

  @Test
  void a_function_that_is_gone_fails_its_jobs_with_what_is_missing() {
    var id = enqueue("note", JobOptions.DEFAULT.delay(s(1)).attempts(1));
    server.remove("note");
    var dead = await(id, Job.Status.FAILED);
    assertThat(dead.errorType()).isEqualTo("NotRun");
    assertThat(dead.errorMessage()).isEqualTo("Function 'note' not found");
  }

  @Test
  void an_asynchronous_call_that_is_cancelled_has_ended_for_whoever_asks() {
    for (boolean runs : List.of(true, false)) {
      var reply = server.http().post("/api/functions/wait?async=true", "{}");
      var id = UUID.fromString(reply.json().path("call_id").stringValue());
      if (runs) {
        Eventually.until("it runs", () -> calls.stream().anyMatch(it -> it.id().equals(id)));
      }
      server.jobs().cancel(id);
      Eventually.until(
          "its record has ended",
          () -> server.log().find(id).orElseThrow().status() == CallRecord.Status.FAILED);
      var call = server.http().get(reply.header("Location")).json();
      assertThat(call.path("error_type").stringValue()).isEqualTo("Cancelled");
      assertThat(call.path("error_message").stringValue()).contains("cancelled");
    }
    Eventually.until("they hold no places", () -> server.calls().load().running() == 0);
  }

  @Test
  void a_running_job_that_is_cancelled_leaves_a_record_that_says_so() {
    var id = enqueue("wait", JobOptions.DEFAULT);
    Eventually.until("it runs", () -> calls.size() == 1);
    server.jobs().cancel(id);
    var call = calls.poll().id();
    Eventually.until("its record is there", () -> server.log().find(call).isPresent());
    assertThat(server.log().find(call).orElseThrow().errorType()).isEqualTo("Cancelled");
    assertThat(find(id).status()).isEqualTo(Job.Status.CANCELLED);
  }

  @Test
  void jobs_that_are_no_functions_are_refused_by_name() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(
            () -> server.calls().enqueue(OPERATOR, "system.sessions", x(1), JobOptions.DEFAULT))
        .returns("function_not_found", Problem::code);
  }

  private UUID enqueue(String function, JobOptions options) {
    return server.calls().enqueue(OPERATOR, function, Json.object(), options).job().id();
  }

  private Job await(UUID id, Job.Status status) {
    Eventually.until("the job is " + status, () -> find(id).status() == status);
    return find(id);
  }

  private Job find(UUID id) {
    return server.jobs().find(id).orElseThrow();
  }

  private List<Job> all() {
    return server.jobs().list(JobFilter.ALL, 100, 0, null, false).jobs();
  }

  private static JsonNode x(int value) {
    return Json.object().put("x", value);
  }

  private static Duration s(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
