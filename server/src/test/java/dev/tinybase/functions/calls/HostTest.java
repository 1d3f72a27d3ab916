package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static dev.tinybase.functions.calls.HandMade.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a function may ask of the server. */
@ParameterizedClass
@EnumSource(Engine.class)
class HostTest {
  private final Engine engine;
  private FunctionServer server;

  HostTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void start() {
    server = FunctionServer.start(engine, "functions.log_level", "info");
    server
        .admin()
        .post(
            "/api/collections",
            """
            {"name": "notes", "label": "Notes",
             "schema": {"fields": [{"name": "text", "type": "string", "required": true, "max_length": 20}]},
             "options": {"access": {"create": "auth", "read": "owner", "list": "owner",
                                    "update": "owner", "delete": "owner"}}}\
            """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void records_follow_the_rules_of_the_caller() {
    server.add(
        named("note", (_, host, input) -> json(text(create(host, false, payload(input))))),
        named("list", (_, host, _) -> json(text(list(host, false)))),
        named("list_all", (_, host, _) -> json(text(list(host, true)))));
    var ada = server.user("ada@example.com");
    var note = result(ada, "note", "{\"text\":\"hers\"}");
    assertThat(note.get("data").get("text").stringValue()).isEqualTo("hers");
    assertThat(note.get("owner_id").isString()).isTrue();
    var bob = server.user("bob@example.com");
    assertThat(result(bob, "list", "").get("total").intValue()).isZero();
    assertThat(result(ada, "list", "").get("total").intValue()).isEqualTo(1);
    assertThat(result(bob, "list_all", "").get("records").get(0)).isEqualTo(note);
    var anonymous = server.http().post("/api/functions/note", "{\"text\":\"whose\"}").json();
    assertThat(anonymous.get("error_code").stringValue()).isEqualTo("not_authenticated");
  }

  @Test
  void refusals_have_the_code_of_the_api_and_name_the_fields() {
    server.add(
        named("note", (_, host, input) -> json(text(create(host, true, payload(input))))),
        named(
            "missing",
            (_, host, _) ->
                json(text(host.records(new RecordRequest.Get("notes", false, "no id"))))));
    var long_ = server.http().post("/api/functions/note", "{\"text\":\"" + "x".repeat(21) + "\"}");
    assertThat(long_.json().get("error_type").stringValue()).isEqualTo("FunctionException");
    assertThat(long_.json().get("error_code").stringValue()).isEqualTo("validation_failed");
    assertThat(long_.json().get("error_details").get("errors").get(0).get("field").stringValue())
        .isEqualTo("text");
    var missing = server.http().post("/api/functions/missing", "").json();
    assertThat(missing.get("error_code").stringValue()).isEqualTo("record_not_found");
  }

  @Test
  void only_an_admin_says_which_id_a_record_has() {
    var id = "0197a5b0-0000-7000-8000-000000000001";
    server.add(
        named("mine", (_, host, _) -> json(text(create(host, false, id, note("mine"))))),
        named("made", (_, host, _) -> json(text(create(host, true, id, note("made"))))));
    assertThat(server.user("ada@example.com").post("/api/functions/mine", "").text())
        .contains("\"error_code\":\"admin_only\"");
    assertThat(result(server.http(), "made", "").get("id").stringValue()).isEqualTo(id);
    var again = server.http().post("/api/functions/made", "").json();
    assertThat(again.get("error_code").stringValue()).isEqualTo("duplicate_id");
  }

  @Test
  void texts_that_no_database_keeps_are_refused_as_those_of_clients() {
    server.add(
        named(
            "note",
            (_, host, _) -> json(text(create(host, true, Json.object().put("text", "a\0b"))))));
    var note = server.http().post("/api/functions/note", "").json();
    assertThat(note.get("error_type").stringValue()).isEqualTo("FunctionException");
    assertThat(note.get("error_message").stringValue()).contains("NUL");
  }

  @Test
  void a_transaction_happens_or_does_not_with_the_calls_within() {
    server.add(
        named("inner", (_, host, input) -> json(text(create(host, true, payload(input))))),
        named(
            "both",
            (_, host, input) ->
                host.transaction(() -> {
                  create(host, true, Json.object().put("text", "first"));
                  host.call("inner", Json.object().put("text", "second"), false);
                  if (payload(input).has("fail")) {
                    throw new FunctionException("on_purpose", "as asked");
                  }
                  return json("1");
                })),
        named("count", (_, host, _) -> json(text(list(host, true).get("total")))));
    var failed = server.http().post("/api/functions/both", "{\"fail\":1}").json();
    assertThat(failed.get("error_code").stringValue()).isEqualTo("on_purpose");
    assertThat(result(server.http(), "count", "").intValue()).isZero();
    assertThat(result(server.http(), "both", "{}").intValue()).isEqualTo(1);
    assertThat(result(server.http(), "count", "").intValue()).isEqualTo(2);
  }

  @Test
  void a_function_calls_another_with_the_rights_of_its_caller() {
    server.add(
        named("secret", (call, _, _) -> json("\"" + call.isAdmin() + "\"")).auth(Auth.ADMIN),
        named("ask", (_, host, _) -> json(text(host.call("secret", Json.object(), false)))),
        named("rise", (_, host, _) -> json(text(host.call("secret", Json.object(), true)))));
    var user = server.user("user@example.com");
    var refused = user.post("/api/functions/ask", "").json();
    assertThat(refused.get("error_code").stringValue()).isEqualTo("admin_required");
    assertThat(result(user, "rise", "").stringValue()).isEqualTo("true");
    var inner = server.log().finished("secret").getFirst();
    var outer = server.log().finished("rise").getFirst();
    assertThat(inner.trigger()).isEqualTo(Trigger.FUNCTION);
    assertThat(inner.parentId()).isEqualTo(outer.id());
    assertThat(inner.requestId()).isEqualTo(outer.requestId());
    assertThat(inner.userId()).isEqualTo(outer.userId());
  }

  @Test
  void the_failure_of_another_function_can_be_caught() {
    server.add(
        named(
            "breaks",
            (_, _, _) -> {
              throw new IllegalStateException("inside");
            }),
        named(
            "catches",
            (_, host, _) -> {
              var failure =
                  catchThrowableOfType(
                      FunctionException.class, () -> host.call("breaks", Json.object(), false));
              return json(
                  text(
                      Json.object()
                          .put("code", failure.code())
                          .put("message", failure.getMessage())
                          .put("type", String.valueOf(failure.details().get("error_type")))));
            }),
        named("lost", (_, host, _) -> json(text(host.call("nobody", Json.object(), false)))));
    assertThat(result(server.http(), "catches", ""))
        .isEqualTo(
            Json.parse(
                "{\"code\":\"function_failed\",\"message\":\"inside\",\"type\":\"IllegalStateException\"}"));
    assertThat(server.log().finished("breaks").getFirst().status())
        .isEqualTo(CallRecord.Status.FAILED);
    var lost = server.http().post("/api/functions/lost", "").json();
    assertThat(lost.get("error_code").stringValue()).isEqualTo("function_not_found");
  }

  @Test
  void calls_of_calls_have_a_bottom() {
    server.add(named("down", (_, host, _) -> json(text(host.call("down", Json.object(), false)))));
    var reply = server.http().post("/api/functions/down", "").json();
    assertThat(reply.get("error_code").stringValue()).isEqualTo("call_too_deep");
    assertThat(server.log().finished("down")).hasSize(11);
  }

  @Test
  void secrets_are_given_to_functions_and_hidden_from_logs_and_errors() {
    server.secret("STRIPE_KEY", "sk_live_12345");
    server.add(
        named(
            "pay",
            (_, host, _) -> {
              var key = host.secret("STRIPE_KEY");
              host.log(new LogLine(Instant.EPOCH, LogLine.Level.INFO, "with " + key));
              throw new IllegalStateException("refused: " + key);
            }),
        named("unset", (_, host, _) -> json(host.secret("NOT_SET"))));
    var reply = server.admin().post("/api/functions/pay", "").json();
    assertThat(reply.get("error_message").stringValue()).isEqualTo("refused: ***");
    assertThat(server.log().messages())
        .hasSize(2)
        .contains("with ***")
        .noneMatch(line -> line.contains("sk_live"));
    assertThat(server.log().finished().getFirst().trace())
        .contains("***")
        .doesNotContain("sk_live");
    var unset = server.http().post("/api/functions/unset", "").json();
    assertThat(unset.get("error_code").stringValue()).isEqualTo("secret_not_found");
  }

  @Test
  void logs_are_bounded_and_as_serious_as_the_settings_say() {
    server.add(
        named(
            "chat",
            (_, host, _) -> {
              host.log(new LogLine(Instant.EPOCH, LogLine.Level.DEBUG, "too much"));
              for (int i = 0; i < 400; i++) {
                host.log(new LogLine(Instant.EPOCH, LogLine.Level.INFO, "x".repeat(5_000)));
              }
              return json("1");
            }));
    server.http().post("/api/functions/chat", "");
    var lines = server.log().messages();
    assertThat(lines).hasSize(257);
    assertThat(lines.getFirst()).hasSize(4 << 10).endsWith("...");
    assertThat(lines.getLast()).contains("256 lines");
  }

  @Test
  void what_a_function_prints_is_in_its_log() {
    var elsewhere = new ByteArrayOutputStream();
    var out = FunctionOutput.capturing(new PrintStream(elsewhere, true, UTF_8), line -> line);
    server.add(
        named(
            "inner",
            (_, _, _) -> {
              out.println("from inside");
              return json("1");
            }),
        named(
            "outer",
            (_, host, _) -> {
              out.printf("one%ntwo ");
              host.call("inner", Json.object(), false);
              out.print("three");
              return json("1");
            }));
    out.println("before");
    server.http().post("/api/functions/outer", "");
    out.println("after");
    assertThat(server.log().lines().stream().map(l -> l.function() + ": " + l.line().message()))
        .containsExactly("outer: one", "outer: two ", "inner: from inside", "outer: three");
    assertThat(elsewhere.toString(UTF_8).lines()).containsExactly("before", "after");
  }

  private static ObjectNode note(String text) {
    return Json.object().put("text", text);
  }

  private static JsonNode create(Host host, boolean asAdmin, ObjectNode data) {
    return create(host, asAdmin, null, data);
  }

  private static JsonNode create(Host host, boolean asAdmin, @Nullable String id, ObjectNode data) {
    return requireNonNull(host.records(new RecordRequest.Create("notes", asAdmin, id, data, null)));
  }

  private static JsonNode list(Host host, boolean asAdmin) {
    return requireNonNull(
        host.records(
            new RecordRequest.List(
                "notes", asAdmin, Json.object(), "-created_at", 10, null, true)));
  }

  private static String text(@Nullable JsonNode node) {
    return Json.text(requireNonNull(node));
  }

  private static JsonNode result(Http http, String function, String payload) {
    var reply = http.post("/api/functions/" + function, payload).json();
    assertThat(List.of("succeeded"))
        .as(reply.toString())
        .contains(reply.get("status").stringValue());
    return reply.get("result");
  }
}
