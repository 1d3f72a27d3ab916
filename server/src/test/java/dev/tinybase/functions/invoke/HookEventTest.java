package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.hooks.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class HookEventTest {
  private static final String RECORD =
      "{'id': '0190a1b2-0000-7000-8000-000000000009', 'owner_id': null,"
          + " 'created_at': '2026-11-22T09:00:00Z', 'updated_at': '2026-11-22T09:30:00Z',"
          + " 'data': {'title': 'Old', 'n': 7}}";
  private static final String ANNA =
      "{'id': '0190a1b2-0000-7000-8000-000000000001', 'email': 'anna@x.org', 'is_admin': false}";

  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  private static ObjectNode event(String json) {
    return (ObjectNode)
        Json.parse(json.replace("RECORD", RECORD).replace("ANNA", ANNA).replace('\'', '"'));
  }

  /** What the one hook of a file decides, as JSON; null for nothing. */
  private @Nullable String decide(String text, String event) {
    var hook = calls.files.load(calls.sources.compact("f", text)).hooks().getFirst().entry();
    var result = calls.invoke(hook, new Input.Event(event(event)));
    var decision = ((CallResult.Decided) result).decision();
    return decision == null ? null : Json.text(decision);
  }

  private List<String> lines() {
    return calls.host.lines.stream().map(LogLine::message).toList();
  }

  @Test
  void a_draft_shows_the_record_as_it_would_be_with_what_was_set() {
    var decision =
        decide(
            """
            @BeforeRecordUpdate void f(Context ctx, RecordDraft draft) {
              draft.set("slug", draft.get("title") + "-" + draft.before().get().text("title"));
              draft.set("n", ((Number) draft.get("n")).intValue() + 1);
              ctx.log().info("{} {} {}", draft.collection(), draft.data(), draft.get("missing"));
            }
            """,
            "{'collection': 'posts', 'before': RECORD, 'data': {'title': 'New', 'n': 7}, 'user': null}");

    assertThat(decision).isEqualTo("{\"set\":{\"slug\":\"New-Old\",\"n\":8}}");
    assertThat(lines()).containsExactly("posts {title=New, n=8, slug=New-Old} null");
  }

  @Test
  void what_is_set_may_be_anything_that_json_can_hold() {
    var decision =
        decide(
            """
            record Point(int x, BigDecimal y) {}
            @BeforeRecordCreate void f(RecordDraft draft) {
              draft.set("text", "a");
              draft.set("nothing", null);
              draft.set("long", 1L << 40);
              draft.set("decimal", new BigDecimal("1.50"));
              draft.set("flag", true);
              draft.set("at", Instant.parse("2026-01-02T03:04:05Z"));
              draft.set("day", LocalDate.of(2026, 1, 2));
              draft.set("id", new UUID(1, 2));
              draft.set("list", List.of(1, "b", Map.of("c", 2)));
              draft.set("point", new Point(1, BigDecimal.TEN));
              draft.set("kind", Thread.State.NEW);
            }
            """,
            "{'collection': 'posts', 'before': null, 'data': {}, 'user': null}");

    assertThat(decision)
        .isEqualTo(
            """
            {"set":{"text":"a","nothing":null,"long":1099511627776,"decimal":1.50,"flag":true,\
            "at":"2026-01-02T03:04:05Z","day":"2026-01-02",\
            "id":"00000000-0000-0001-0000-000000000002","list":[1,"b",{"c":2}],\
            "point":{"x":1,"y":10},"kind":"NEW"}}\
            """);
  }

  @Test
  void what_is_no_json_is_the_hooks_fault_and_no_refusal() {
    var draft = "{'collection': 'posts', 'before': null, 'data': {}, 'user': null}";

    for (var value : List.of("Double.NaN", "\"a\\0b\"", "(Object) \"\\uD800\"")) {
      assertThatThrownBy(() ->
              decide(
                  "@BeforeRecordCreate void f(RecordDraft it) { it.set(\"x\", " + value + "); }",
                  draft))
          .as(value)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("A hook sets what is no JSON: ");
    }
  }

  @Test
  void a_draft_that_is_left_alone_decides_nothing() {
    assertThat(
            decide(
                """
                @BeforeRecordCreate void f(RecordDraft draft) {
                  if (draft.before().isPresent() || draft.user().isPresent()) {
                    throw new IllegalStateException();
                  }
                }
                """,
                "{'collection': 'posts', 'before': null, 'data': {}, 'user': null}"))
        .isNull();
  }

  @Test
  void the_data_of_a_draft_changes_by_set_alone() {
    assertThatThrownBy(() ->
            decide(
                "@BeforeRecordCreate void f(RecordDraft it) { it.data().put(\"x\", 1); }",
                "{'collection': 'posts', 'before': null, 'data': {}, 'user': null}"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_page_of_records_is_shown_one_by_one() {
    var decision =
        decide(
            """
            @BeforeRecordRead void f(RecordView view) {
              long n = view.record().integer("n");
              if (n == 1) {
                view.hide("title");
                view.set("shown_to", view.user().map(User::email).orElse("nobody"));
              }
              if (n == 3) {
                view.set("title", "x");
                view.hide("title");
                view.hide("m");
                view.set("m", view.collection());
              }
            }
            """,
            "{'collection': 'posts', 'user': ANNA, 'records': [{'id': 'a', 'data': {'n': 1}},"
                + " {'id': 'b', 'data': {'n': 2}}, {'id': 'c', 'data': {'n': 3}}]}");

    assertThat(decision)
        .isEqualTo(
            "{\"records\":[{\"set\":{\"shown_to\":\"anna@x.org\"},\"hide\":[\"title\"]},null,"
                + "{\"set\":{\"m\":\"posts\"},\"hide\":[\"title\"]}]}");
  }

  @Test
  void a_page_that_is_left_alone_decides_nothing() {
    assertThat(
            decide(
                "@BeforeRecordRead void f(RecordView view) {}",
                "{'collection': 'posts', 'user': null, 'records': [RECORD, RECORD]}"))
        .isNull();
  }

  @Test
  void a_call_gets_another_payload() {
    var text =
        """
        @BeforeFunctionCall void f(CallDraft call) {
          if (call.payload() instanceof Map<?, ?> map && map.get("x") instanceof Integer x) {
            call.payload(Map.of("x", x + 1, "by", call.functionName()));
          }
        }
        """;

    assertThat(decide(text, "{'function_name': 'add', 'payload': {'x': 1}, 'user': null}"))
        .isIn("{\"payload\":{\"x\":2,\"by\":\"add\"}}", "{\"payload\":{\"by\":\"add\",\"x\":2}}");
    assertThat(decide(text, "{'function_name': 'add', 'payload': 1, 'user': null}")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @BeforeRecordDelete void f(Context ctx, RecordRemoval it) { ctx.log().info("{} {} {}", it.collection(), it.record().text("title"), it.user().get().email()); } | {'collection': 'posts', 'record': RECORD, 'user': ANNA} | posts Old anna@x.org
          @BeforeRegister void f(Context ctx, Registration it) { ctx.log().info("{} {}", it.email(), it.address()); } | {'email': 'b@x.org', 'address': '10.0.0.1', 'user': null} | b@x.org 10.0.0.1
          @BeforeLogin void f(LoginAttempt it, Context ctx) { ctx.log().info("{} {}", it.email(), it.address()); } | {'email': 'b@x.org', 'address': '10.0.0.1', 'user': null} | b@x.org 10.0.0.1
          @OnRecordCreate void f(Context ctx, RecordCreated it) { ctx.log().info("{} {} {} {}", it.collection(), it.record().integer("n"), it.change(), it.actor()); } | {'collection': 'posts', 'record': RECORD, 'change': 5000000000, 'user': null} | posts 7 5000000000 Optional.empty
          @OnRecordUpdate void f(Context ctx, RecordUpdated it) { ctx.log().info("{} {} {}", it.before().text("title"), it.after().id(), it.actor().get().id()); } | {'collection': 'posts', 'before': RECORD, 'after': RECORD, 'change': 5, 'user': ANNA} | Old 0190a1b2-0000-7000-8000-000000000009 0190a1b2-0000-7000-8000-000000000001
          @OnRecordDelete void f(Context ctx, RecordDeleted it) { ctx.log().info("{}", it.record().createdAt()); } | {'collection': 'posts', 'record': RECORD, 'change': 5, 'user': ANNA} | 2026-11-22T09:00:00Z
          @OnUserRegister void f(Context ctx, UserRegistered it) { ctx.log().info("{}", it.user()); } | {'user': ANNA} | User[id=0190a1b2-0000-7000-8000-000000000001, email=anna@x.org, isAdmin=false]
          @OnUserLogin void f(Context ctx, UserLoggedIn it) { ctx.log().info("{} {}", it.user().email(), it.address()); } | {'user': ANNA, 'address': '::1'} | anna@x.org ::1
          @OnFunctionCall void f(Context ctx, FunctionCalled it) { ctx.log().info("{}", it); } | {'function_name': 'add', 'call_id': 'c', 'user': null, 'payload': {'x': 1}} | FunctionCalled[functionName=add, callId=c, user=Optional.empty, payload={x=1}]
          @OnFunctionComplete void f(Context ctx, FunctionCompleted it) { ctx.log().info("{}", it); } | {'function_name': 'add', 'call_id': 'c', 'user': null, 'status': 'failed', 'duration_ms': 1.5, 'error_type': 'E', 'error_message': 'm'} | FunctionCompleted[functionName=add, callId=c, user=Optional.empty, status=failed, duration=PT0.0015S, errorType=E, errorMessage=m]
          @OnFunctionComplete void f(Context ctx, FunctionCompleted it) { ctx.log().info("{} {} {}", it.status(), it.errorType(), it.errorMessage()); } | {'function_name': 'add', 'call_id': 'c', 'user': null, 'status': 'succeeded', 'duration_ms': 12, 'error_type': null, 'error_message': null} | succeeded null null
          @OnStartup void f(Context ctx) { ctx.log().info("{}", ctx.functionName()); } | {} | f.f
          """)
  void a_handler_gets_all_of_its_event(String text, String event, String line) {
    assertThat(decide(text, event)).isNull();
    assertThat(lines()).containsExactly(line);
  }

  @Test
  void a_refusal_keeps_its_status_code_and_details() {
    assertThatThrownBy(() ->
            decide(
                """
                @BeforeRecordCreate void f(RecordDraft draft) {
                  throw new Refusal(422, "no_title", "A post needs a title.", Map.of("field", "title"));
                }
                """,
                "{'collection': 'posts', 'before': null, 'data': {}, 'user': null}"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(422);
              var failure = CallFailure.of(refusal).withoutTrace();
              assertThat(failure.status()).isEqualTo(422);
              assertThat(failure.isFault()).isFalse();
              assertThat(failure.exception())
                  .isInstanceOfSatisfying(
                      Refusal.class,
                      again -> {
                        assertThat(again.status()).isEqualTo(422);
                        assertThat(again.code()).isEqualTo("no_title");
                        assertThat(again.details()).isEqualTo(Map.of("field", "title"));
                      });
            });
  }

  @Test
  void a_refusal_with_another_status_is_a_fault_of_its_author() {
    assertThatThrownBy(() -> new Refusal(500, "x", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A refusal's status is 400 to 499, not 500.");
  }

  @Test
  void a_route_gets_the_variables_of_its_path() {
    var route =
        calls
            .files
            .load(
                calls.sources.compact(
                    "f",
                    """
                    @Route(path = "/stats/{id}") String f(Request request) {
                      return request.path("id") + request.parameter("q").orElse("");
                    }
                    """))
            .routes()
            .getFirst()
            .entry();
    var request =
        new Input.Raw("GET", Map.of(), Map.of("q", List.of("!")), new byte[0], Map.of("id", "7"));

    assertThat(calls.invoke(route, request))
        .isInstanceOfSatisfying(
            CallResult.Value.class,
            value -> assertThat(value.json()).asString().isEqualTo("\"7!\""));
    assertThatThrownBy(
            () -> calls.invoke(route, new Input.Raw("GET", Map.of(), Map.of(), new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The path has no variable 'id'; it has [].");
  }
}
