package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Jobs over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class JobRoutesTest {
  private static final String JOBS = "/api/admin/jobs";
  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;
      import java.util.Map;

      record Receipt(int order, java.util.List<Integer> pages) {}

      @Register(name = "send_receipt", auth = Auth.ADMIN)
      Map<String, Object> sendReceipt(Context ctx, Receipt receipt) {
        return Map.of(
            "order", receipt.order(),
            "job", ctx.job().orElseThrow().id(),
            "trigger", ctx.trigger(),
            "user", ctx.user().map(User::email).orElse("nobody"));
      }

      @Register(name = "refuse", auth = Auth.ADMIN)
      void refuse() {
        throw new FunctionException("busy", "The other side is busy");
      }

      @Register(name = "sleep", auth = Auth.ADMIN)
      void sleep() throws InterruptedException {
        Thread.sleep(60_000);
      }
      """;

  private final TestServer server;

  JobRoutesTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @BeforeEach
  void write_functions() throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("send_receipt.java"), FUNCTIONS);
    server.tinybase().functions().loader().reload();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_job_runs_and_has_every_field_of_its_kind() {
    var reply = post("{'function_name': 'send_receipt', 'payload': {'order': 42}}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    var made = reply.json();
    assertThat(reply.header("Location")).isEqualTo(JOBS + "/" + text(made, "id"));
    assertThat(made.propertyNames())
        .contains(
            "id",
            "function_name",
            "status",
            "priority",
            "run_at",
            "attempt",
            "max_attempts",
            "unique_key",
            "schedule_id",
            "scheduled_at",
            "payload",
            "call_id",
            "result_at",
            "error_type",
            "error_message",
            "node",
            "created_at",
            "started_at",
            "finished_at",
            "next_attempt_at");
    assertThat(made.path("max_attempts").intValue()).isEqualTo(5);
    assertThat(text(made, "trigger_type")).isEqualTo("job");
    var ended = when(made, "succeeded");
    assertThat(ended.path("attempt").intValue()).isEqualTo(1);
    assertThat(ended.path("error_type").isNull()).isTrue();
    assertThat(ended.path("next_attempt_at").isNull()).isTrue();
    assertThat(text(ended, "finished_at")).endsWith("Z");
    var call = get(text(ended, "result_at"));
    assertThat(call.at("/result/order").intValue()).isEqualTo(42);
    assertThat(call.at("/result/job").stringValue()).isEqualTo(text(made, "id"));
    assertThat(call.at("/result/trigger").stringValue()).isEqualTo("JOB");
    assertThat(call.at("/result/user").stringValue()).isEqualTo(TestServer.ADMIN);
  }

  @Test
  void a_payload_is_shown_while_its_job_waits_and_then_only_where_payloads_are_recorded() {
    var job = made("{'function_name': 'refuse', 'payload': {'x': 1}, 'delay_seconds': 99}");
    assertThat(job.at("/payload/x").intValue()).isOne();
    var path = JOBS + "/" + text(job, "id");
    assertThat(action(path, "cancel").json().path("payload").isNull()).isTrue();
    var kept = server.tinybase().jobs().find(UUID.fromString(text(job, "id"))).orElseThrow();
    assertThat(new JobJson(true, "").item(kept).at("/payload/x").intValue()).isOne();
    assertThat(new JobJson(false, "").item(kept).path("payload").isNull()).isTrue();
  }

  @Test
  void an_idempotency_key_makes_one_job() {
    var body = "{\"function_name\": \"sleep\", \"delay_seconds\": 99}";
    var token = server.adminToken();
    var first = server.send("POST", token, JOBS, body, "Idempotency-Key", "one");
    var second = server.send("POST", token, JOBS, body, "Idempotency-Key", "one");
    assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(get(JOBS).path("total").intValue()).isOne();
  }

  @Test
  void the_record_of_its_call_names_the_job() {
    var job = when(made("{'function_name': 'send_receipt', 'payload': {'order': 1}}"), "succeeded");
    var calls = get("/api/admin/functions/calls?trigger_type=job&function_name=send_receipt");
    var call = calls.path("calls").path(0);
    assertThat(text(call, "id")).isEqualTo(text(job, "call_id"));
    assertThat(text(call, "job_id")).isEqualTo(text(job, "id"));
    assertThat(text(call, "trigger_id")).isEqualTo(text(job, "id"));
    assertThat(text(call, "trigger_type")).isEqualTo("job");
  }

  @Test
  void a_delayed_job_waits_with_its_payload_and_a_unique_key_is_one_job() {
    var body =
        "{'function_name': 'send_receipt', 'payload': {'order': 7}, 'delay_seconds': 3600,"
            + " 'priority': 3, 'unique_key': 'receipt-7', 'max_attempts': 2}";
    var first = made(body);
    assertThat(text(first, "status")).isEqualTo("queued");
    assertThat(text(first, "next_attempt_at")).isEqualTo(text(first, "run_at"));
    assertThat(first.path("payload").path("order").intValue()).isEqualTo(7);
    assertThat(first.path("priority").intValue()).isEqualTo(3);
    assertThat(first.path("max_attempts").intValue()).isEqualTo(2);
    var again = post(body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first);
    assertThat(get(JOBS + "?unique_key=receipt-7").path("total").intValue()).isEqualTo(1);
    var moment =
        made(
            "{'function_name': 'send_receipt', 'payload': {'order': 8},"
                + " 'run_at': '2099-01-01T00:00:00+01:00'}");
    assertThat(text(moment, "run_at")).startsWith("2098-12-31T23:00:00");
  }

  @Test
  void a_job_that_waits_is_cancelled_retried_and_deleted() {
    var job =
        made("{'function_name': 'send_receipt', 'payload': {'order': 1}, 'delay_seconds': 99}");
    var path = JOBS + "/" + text(job, "id");
    assertThat(conflict(server.delete(server.adminToken(), path))).isEqualTo("job_not_ended");
    assertThat(conflict(action(path, "retry"))).isEqualTo("job_not_retryable");
    assertThat(text(action(path, "cancel").json(), "status")).isEqualTo("cancelled");
    assertThat(conflict(action(path, "cancel"))).isEqualTo("job_has_ended");
    assertThat(action(path, "retry").status()).isEqualTo(200);
    when(job, "succeeded");
    assertThat(server.delete(server.adminToken(), path).status()).isEqualTo(204);
    assertThat(server.get(server.adminToken(), path).status()).isEqualTo(404);
  }

  @Test
  void a_job_that_runs_is_cancelled_and_its_call_ends() {
    var job = made("{'function_name': 'sleep'}");
    when(job, "running");
    var cancelled = action(JOBS + "/" + text(job, "id"), "cancel");
    assertThat(text(cancelled.json(), "status")).isEqualTo("cancelled");
    var call = "/api/admin/functions/calls/" + text(cancelled.json(), "call_id");
    Eventually.until(
        "its call has ended",
        () -> server.get(server.adminToken(), call).json().path("finished_at").isString());
    assertThat(text(get(JOBS + "/" + text(job, "id")), "status")).isEqualTo("cancelled");
  }

  @Test
  void a_dead_letter_is_listed_and_has_one_further_attempt() {
    var job = made("{'function_name': 'refuse', 'max_attempts': 1}");
    var dead = when(job, "failed");
    assertThat(text(dead, "error_type")).isEqualTo("FunctionException");
    assertThat(text(dead, "error_message")).isEqualTo("The other side is busy");
    assertThat(get(JOBS + "?status=failed&function_name=refuse").path("total").intValue()).isOne();
    assertThat(action(JOBS + "/" + text(job, "id"), "retry").status()).isEqualTo(200);
    Eventually.until(
        "it has failed again",
        () -> {
          var now = get(JOBS + "/" + text(job, "id"));
          return now.path("attempt").intValue() == 2 && text(now, "status").equals("failed");
        });
  }

  @Test
  void pages_follow_each_other_newest_first() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      var body = "{'function_name': 'sleep', 'delay_seconds': 99}";
      all.addFirst(text(made(body), "id"));
    }
    var seen = new ArrayList<String>();
    var page = get(JOBS + "?limit=2");
    while (true) {
      page.path("jobs").forEach(job -> seen.add(text(job, "id")));
      if (page.path("next_cursor").isNull()) {
        break;
      }
      page = get(JOBS + "?limit=2&total=false&cursor=" + text(page, "next_cursor"));
      assertThat(page.path("total").isNull()).isTrue();
    }
    assertThat(seen).isEqualTo(all);
    assertThat(get(JOBS + "?limit=2&offset=4").path("jobs")).hasSize(1);
    var none = get(JOBS + "?limit=0&status=queued");
    assertThat(none.path("jobs")).isEmpty();
    assertThat(none.path("total").intValue()).isEqualTo(5);
    assertThat(get(JOBS + "?schedule_id=" + UUID.randomUUID()).path("total").intValue()).isZero();
  }

  @Test
  void a_payload_that_the_function_refuses_is_told_at_once() {
    var reply = post("{'function_name': 'send_receipt', 'payload': {'order': 'none'}}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/detail/0/loc").toString())
        .isEqualTo("[\"body\",\"payload\",\"order\"]");
    var nested = post("{'function_name': 'send_receipt', 'payload': {'order': 1, 'pages': ['x']}}");
    assertThat(nested.json().at("/detail/0/loc").toString())
        .isEqualTo("[\"body\",\"payload\",\"pages\",\"0\"]");
    assertThat(post("{'function_name': 'send_receipt'}").status()).isEqualTo(422);
    assertThat(post("{'function_name': 'send_receipt', 'payload': 5}").status()).isEqualTo(422);
    assertNothingIsThere();
  }

  @Test
  void what_is_not_there_is_404_and_others_than_admins_see_nothing() {
    var nobody = JOBS + "/" + UUID.randomUUID();
    assertThat(server.get(server.adminToken(), nobody).status()).isEqualTo(404);
    assertThat(action(nobody, "retry").status()).isEqualTo(404);
    assertThat(action(nobody, "cancel").status()).isEqualTo(404);
    assertThat(server.delete(server.adminToken(), nobody).status()).isEqualTo(404);
    assertThat(server.get(null, JOBS).status()).isEqualTo(401);
    assertThat(server.get(server.user("ada@example.org"), JOBS).status()).isEqualTo(403);
  }

  private void assertNothingIsThere() {
    assertThat(get(JOBS + "?source=user").path("total").intValue()).isZero();
  }

  private JsonNode made(String body) {
    var reply = post(body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode when(JsonNode job, String status) {
    var path = JOBS + "/" + text(job, "id");
    Eventually.until("it is " + status, () -> text(get(path), "status").equals(status));
    return get(path);
  }

  private static String conflict(TestServer.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(409);
    return text(reply.json(), "code");
  }

  private TestServer.Reply action(String path, String action) {
    return server.send("POST", server.adminToken(), path + "/" + action, null);
  }

  private TestServer.Reply post(String body) {
    return server.post(server.adminToken(), JOBS, body.replace('\'', '"'));
  }

  private JsonNode get(String path) {
    var reply = server.get(server.adminToken(), path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asString();
  }
}
