package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static dev.tinybase.functions.calls.HandMade.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Takes;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls over HTTP: shapes, order of checks, failures, records of calls. */
class CallTest {
  private FunctionServer server;

  @BeforeEach
  void start() {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "functions.max_payload_bytes",
            "2000",
            "functions.max_result_bytes",
            "1024",
            "functions.record_payloads",
            "true");
    server.add(
        named("echo", (_, _, input) -> json(Json.text(payload(input)))),
        named("members", (_, _, _) -> json("1")).auth(Auth.AUTH),
        named("chiefs", (_, _, _) -> json("2")).auth(Auth.ADMIN));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_call_answers_with_its_result_and_its_id() {
    var reply = server.http().post("/api/functions/echo", "{\"x\":[1,2.50,\"ä\"]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames())
        .containsExactly(
            "call_id", "status", "result", "error_message", "error_type", "duration_ms");
    assertThat(reply.text()).contains("\"result\":{\"x\":[1,2.50,\"ä\"]}");
    assertThat(reply.json().get("status").stringValue()).isEqualTo("succeeded");
    assertThat(reply.json().get("duration_ms").isIntegralNumber()).isTrue();
    var kept = server.log().finished().getFirst();
    assertThat(kept.id().toString()).isEqualTo(reply.json().get("call_id").stringValue());
    assertThat(kept.status()).isEqualTo(CallRecord.Status.SUCCEEDED);
    assertThat(kept.requestId()).isEqualTo(reply.header("X-Request-Id"));
    assertThat(utf8(kept.input())).isEqualTo("{\"x\":[1,2.50,\"ä\"]}");
    assertThat(utf8(kept.output())).isEqualTo("{\"x\":[1,2.50,\"ä\"]}");
  }

  @Test
  void no_body_and_null_are_an_empty_object() {
    for (var body : List.of("", "null")) {
      assertThat(server.http().post("/api/functions/echo", body).json().get("result"))
          .isEqualTo(Json.object());
    }
  }

  @Test
  void a_body_that_is_no_object_is_refused_before_the_function_is_looked_up() {
    for (var name : List.of("echo", "nobody", "members")) {
      for (var body : List.of("[1]", "\"x\"", "{", "{\"a\":1,\"a\":2}")) {
        var reply = server.http().post("/api/functions/" + name, body);
        assertThat(reply.status()).as(name + body).isEqualTo(422);
      }
    }
    assertThat(server.log().finished()).isEmpty();
  }

  @Test
  void levels_are_checked_before_the_size_of_the_payload() {
    var large = "{\"x\":\"" + "y".repeat(3000) + "\"}";
    var user = server.user("user@example.com");
    assertThat(server.http().post("/api/functions/nobody", large).status()).isEqualTo(404);
    var anonymous = server.http().post("/api/functions/members", large);
    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(anonymous.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(user.post("/api/functions/chiefs", large).status()).isEqualTo(403);
    var tooLarge = user.post("/api/functions/members", large);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.json().get("detail").stringValue()).contains("exceeds maximum size");
    assertThat(user.post("/api/functions/members", "{}").json().get("result").intValue())
        .isEqualTo(1);
    assertThat(server.admin().post("/api/functions/chiefs", "").json().get("result").intValue())
        .isEqualTo(2);
  }

  @Test
  void a_reload_does_not_come_between_the_reading_of_a_payload_and_the_call() {
    server.add(named("swap", (_, _, input) -> json("\"old " + input.getClass().getName() + "\"")));
    var calls = server.calls();
    try (var call = calls.open(Caller.operator("test"), "swap");
        var early = calls.open(Caller.operator("test"), "later")) {
      assertThat(call.function().orElseThrow().signature().takes()).isEqualTo(Takes.INPUT);
      server.add(named("swap", (_, _, _) -> json("\"new\"")).raw());
      server.add(named("later", (_, _, _) -> json("1")));
      assertThat(calls.call(call.with(Json.object())))
          .isInstanceOfSatisfying(
              CallResult.Value.class,
              value -> assertThat(new String(value.json(), UTF_8)).matches("\"old .*Json\""));
      assertThatThrownBy(() -> calls.call(early.with(Json.object()))).isInstanceOf(Problem.class);
    }
    assertThat(server.http().post("/api/functions/swap", "{}").text()).contains("new");
  }

  @Test
  void a_result_that_is_too_large_fails_the_call() {
    server.add(named("long", (_, _, _) -> json("\"" + "x".repeat(1100) + "\"")));
    var reply = server.http().post("/api/functions/long", "");
    assertThat(reply.status()).isEqualTo(200);
    failed(reply, "ResultSizeError", "The result exceeds maximum size of 1024 bytes.");
  }

  @Test
  void bad_input_names_the_fields() {
    server.add(
        named(
            "strict",
            (_, _, _) -> {
              throw new InvalidInput(
                  List.of(new FieldError("quantity", "too_small", "must be at least 1")));
            }));
    var reply = server.http().post("/api/functions/strict", "{}");
    failed(reply, "ValidationError", "quantity: must be at least 1");
    assertThat(reply.json().get("errors"))
        .isEqualTo(
            Json.parse(
                "[{\"field\":\"quantity\",\"code\":\"too_small\",\"message\":\"must be at least 1\"}]"));
  }

  @Test
  void an_exception_tells_its_class_and_message_and_keeps_its_trace_to_itself() {
    server.add(
        named(
            "broken",
            (_, _, _) -> {
              throw new IllegalStateException("no \"quotes\"\nplease");
            }));
    var reply = server.admin().post("/api/functions/broken", "{}");
    failed(reply, "IllegalStateException", "no \"quotes\"\nplease");
    assertThat(reply.text()).doesNotContain("CallTest");
    var kept = server.log().finished().getFirst();
    assertThat(kept.trace())
        .startsWith("java.lang.IllegalStateException")
        .doesNotContain("ThreadPoolExecutor");
  }

  @Test
  void a_crash_is_an_error_with_its_trace_in_the_servers_log_and_forges_no_line() {
    server.add(
        named(
            "broken",
            (_, _, _) -> {
              throw new IllegalStateException("no luck\n2026-01-01T00:00:00.000Z INFO forged");
            }),
        named(
            "picky",
            (_, _, _) -> {
              throw new FunctionException("no_luck", "Not today.");
            }));
    var logged = new ByteArrayOutputStream();
    var handler = new StreamHandler(logged, new SimpleFormatter());
    var log = Logger.getLogger("functions");
    log.addHandler(handler);
    String request;
    try {
      request = server.http().post("/api/functions/broken", "").header("X-Request-Id");
      server.http().post("/api/functions/picky", "");
    } finally {
      log.removeHandler(handler);
      handler.close();
    }
    assertThat(logged.toString(UTF_8))
        .contains("SEVERE: broken ", "request " + request, "IllegalStateException: no luck\n\t")
        .doesNotContain("\n2026-01-01", "picky");
  }

  @Test
  void a_client_may_prefer_a_status_that_tells_of_failures() {
    server.add(
        named(
            "picky",
            (_, _, _) -> {
              throw new FunctionException("no_luck", "Not today.");
            }),
        named(
            "broken",
            (_, _, _) -> {
              throw new IllegalStateException("x");
            }),
        named(
                "slow",
                (_, _, _) -> {
                  Thread.sleep(60_000);
                  return json("1");
                })
            .timeout(Duration.ofMillis(100)));
    var usual = server.http();
    var asking = usual.with("Prefer", "respond-async; x=1, Status = \"http\"");
    for (var expected : Map.of("picky", 400, "broken", 500, "slow", 504).entrySet()) {
      var path = "/api/functions/" + expected.getKey();
      assertThat(usual.post(path, "").status()).as(path).isEqualTo(200);
      var reply = asking.post(path, "");
      assertThat(reply.status()).as(path).isEqualTo(expected.getValue());
      assertThat(reply.header("Preference-Applied")).isEqualTo("status=http");
      assertThat(reply.json().get("status").stringValue()).isEqualTo("failed");
    }
    assertThat(asking.post("/api/functions/echo", "{}").status()).isEqualTo(200);
    try (var strict = FunctionServer.start(Engine.SQLITE, "functions.http_status", "true")) {
      strict.add(
          named(
              "strict",
              (_, _, _) -> {
                throw new InvalidInput(List.of(new FieldError("n", "required", "is missing")));
              }));
      var reply = strict.http().post("/api/functions/strict", "");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().at("/errors/0/field").stringValue()).isEqualTo("n");
    }
  }

  @Test
  void a_function_exception_tells_code_and_details() {
    server.add(
        named(
            "sold_out",
            (_, _, _) -> {
              throw new FunctionException(
                  "out_of_stock", "There are 3 left.", Map.of("left", 3, "of", List.of("a", "b")));
            }));
    var reply = server.http().post("/api/functions/sold_out", "{}");
    failed(reply, "FunctionException", "There are 3 left.");
    assertThat(reply.json().get("error_code").stringValue()).isEqualTo("out_of_stock");
    assertThat(reply.json().get("error_details"))
        .isEqualTo(Json.parse("{\"left\":3,\"of\":[\"a\",\"b\"]}"));
  }

  @Test
  void errors_of_the_machine_fail_the_call_alone() {
    server.add(
        named("deep", (_, _, _) -> json(Integer.toString(deep(1)))),
        named(
            "no_memory",
            (_, _, _) -> {
              throw new OutOfMemoryError("for a test");
            }));
    var admin = server.admin();
    failed(
        admin.post("/api/functions/deep", ""),
        "StackOverflowError",
        "The stack is full: the function, or what it calls, calls itself too deeply.");
    failed(admin.post("/api/functions/no_memory", ""), "OutOfMemoryError", "for a test");
    assertThat(server.http().post("/api/functions/echo", "").status()).isEqualTo(200);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deep(int depth) {
    return depth == 0 ? 0 : 1 + deep(depth + 1);
  }

  @Test
  void other_methods_are_answered_with_those_that_there_are() {
    server.add(named("read", (_, _, input) -> json(Json.text(payload(input)))).methods("GET"));
    var got = server.http().get("/api/functions/read?x=1&y=a&y=b%20c");
    assertThat(got.json().get("result"))
        .isEqualTo(Json.parse("{\"x\":\"1\",\"y\":[\"a\",\"b c\"]}"));
    var posted = server.http().post("/api/functions/read", "{}");
    assertThat(posted.status()).isEqualTo(405);
    assertThat(posted.header("Allow")).isEqualTo("GET, OPTIONS");
    assertThat(server.http().get("/api/functions/echo").status()).isEqualTo(405);
    assertThat(server.http().get("/api/functions/nobody").status()).isEqualTo(404);
  }

  @Test
  void a_key_replays_the_first_answer() {
    var http = server.http().with("Idempotency-Key", "k1");
    var first = http.post("/api/functions/echo", "{\"x\":1}");
    var second = http.post("/api/functions/echo", "{\"x\":1}");
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(http.post("/api/functions/echo", "{\"x\":2}").status()).isEqualTo(422);
    assertThat(server.log().finished()).hasSize(1);
  }

  @Test
  void lists_show_what_the_caller_may_call() {
    assertThat(names(server.http().get("/api/functions"))).containsExactly("echo");
    assertThat(names(server.user("user@example.com").get("/api/functions")))
        .containsExactly("echo", "members");
    var admin = server.admin();
    assertThat(names(admin.get("/api/functions"))).containsExactly("chiefs", "echo", "members");
    assertThat(admin.get("/api/functions").json().get(0).propertyNames())
        .containsExactly("name", "description", "auth", "tags");
    var all = admin.get("/api/functions/admin/list").json();
    assertThat(all.get(1).propertyNames())
        .contains("module", "file_path", "last_loaded_at", "has_input_model", "is_async");
    assertThat(server.http().get("/api/functions/admin/list").status()).isEqualTo(401);
  }

  @Test
  void schemas_are_for_those_who_may_call() {
    var schema = server.http().get("/api/functions/echo/schema").json();
    assertThat(schema)
        .isEqualTo(
            Json.parse(
                "{\"name\":\"echo\",\"has_input_model\":true,\"has_output_model\":false,"
                    + "\"input_schema\":{\"type\":\"object\"},\"output_schema\":null}"));
    assertThat(server.http().get("/api/functions/members/schema").status()).isEqualTo(401);
    assertThat(server.http().get("/api/functions/nobody/schema").status()).isEqualTo(404);
  }

  @Test
  void a_call_is_told_to_its_caller_and_to_admins() {
    var user = server.user("user@example.com");
    var id = user.post("/api/functions/members", "").json().get("call_id").stringValue();
    var path = "/api/functions/calls/" + id;
    assertThat(user.get(path).json().get("result").intValue()).isEqualTo(1);
    assertThat(server.admin().get(path).status()).isEqualTo(200);
    assertThat(server.user("other@example.com").get(path).status()).isEqualTo(404);
    assertThat(server.http().get(path).status()).isEqualTo(404);
    assertThat(server.http().get("/api/functions/calls/" + UUID.randomUUID()).status())
        .isEqualTo(404);
    assertThat(server.http().get("/api/functions/calls/7").status()).isEqualTo(422);
    var open = server.http().post("/api/functions/echo", "{}").json().get("call_id").stringValue();
    assertThat(server.http().get("/api/functions/calls/" + open).status()).isEqualTo(200);
  }

  private static List<String> names(Http.Reply reply) {
    return reply.json().valueStream().map(node -> node.get("name").stringValue()).toList();
  }

  private static String utf8(byte @Nullable [] bytes) {
    return bytes == null ? "nothing" : new String(bytes, UTF_8);
  }

  private static void failed(Http.Reply reply, String type, @Nullable String message) {
    JsonNode call = reply.json();
    assertThat(call.get("status").stringValue()).isEqualTo("failed");
    assertThat(call.get("result").isNull()).isTrue();
    assertThat(call.get("error_type").stringValue()).isEqualTo(type);
    assertThat(call.get("error_message").stringValue(null)).isEqualTo(message);
  }
}
