package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import dev.tinybase.records.RecordForm;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import dev.tinybase.transfer.ExportOptions;
import dev.tinybase.transfer.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What handlers of reading leave of records, at every door by which these leave. */
@ParameterizedClass
@EnumSource(Engine.class)
class ReadHooksTest {
  private static final String RECORDS = "/api/collections/people/records";

  /** What a handler decides about a record and its reader; null for nothing. */
  private interface Decision extends BiFunction<JsonNode, JsonNode, @Nullable ObjectNode> {}

  private final TestServer server;
  private final String alice;
  private final List<Integer> pages = new ArrayList<>();
  private final List<HookHandler> handlers = new ArrayList<>();

  ReadHooksTest(Engine engine) {
    server = TestServer.start(engine);
    alice = server.user("alice@example.com");
  }

  @BeforeEach
  void makePeople() {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "people", "label": "People", "schema": {"fields": [
              {"name": "name", "type": "string"}, {"name": "phone", "type": "string"},
              {"name": "n", "type": "integer"},
              {"name": "level", "type": "string", "hidden": true}]},
             "options": {"access": {"list": "public", "read": "public", "create": "auth",
               "update": "auth", "delete": "admin"}}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Hides phones from all but admins, and greets. */
  private static ObjectNode decidePrivately(JsonNode record, JsonNode user) {
    var decision = Json.object();
    decision.putObject("set").put("greeting", "Hi " + record.at("/data/name").stringValue(""));
    if (!user.path("is_admin").booleanValue(false)) {
      decision.putArray("hide").add("phone");
    }
    return decision;
  }

  private void hook(Decision decision) {
    hook("h" + handlers.size(), each(decision));
  }

  private HookAction each(Decision decision) {
    return (_, event) -> {
      assertThat(event.get("collection").stringValue()).isEqualTo("people");
      pages.add(event.get("records").size());
      var answer = Json.object();
      var all = answer.putArray("records");
      for (var record : event.get("records").values()) {
        all.add(decision.apply(record, event.get("user")));
      }
      return answer;
    };
  }

  /** As the runner of loaded files does, within a chain that has the handler's name. */
  private void hook(String name, HookAction action) {
    HookAction chained =
        (cause, event) -> cause.chain().with(name).call(() -> action.run(cause, event));
    var declaration = new HookDeclaration(HookKind.BEFORE_RECORD_READ, Set.of("people"), null, 0);
    handlers.add(new HookHandler(declaration, name, "hand.java", null, chained, new HookFigures()));
    server.tinybase().hooks().replace(handlers);
  }

  private void forgetHooks() {
    handlers.clear();
    server.tinybase().hooks().replace(handlers);
  }

  private String add(String data) {
    var made = server.post(server.adminToken(), RECORDS, "{\"data\": " + data + "}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").stringValue();
  }

  private String addAnn() {
    return add("{\"name\": \"Ann\", \"phone\": \"(555)\", \"n\": 1, \"level\": \"top\"}");
  }

  private static void assertPrivate(JsonNode record) {
    assertThat(record.get("data").propertyNames()).containsExactly("name", "n", "greeting");
    assertThat(record.get("data").get("greeting").stringValue()).isEqualTo("Hi Ann");
    assertThat(record.propertyNames())
        .containsExactly("id", "collection_id", "owner_id", "data", "created_at", "updated_at");
  }

  @Test
  void every_read_shows_what_the_handler_leaves() {
    var id = addAnn();
    hook(ReadHooksTest::decidePrivately);

    assertPrivate(server.get(alice, RECORDS + "/" + id).json());
    assertPrivate(server.get(null, RECORDS).json().get("records").get(0));
    assertPrivate(server.post(alice, RECORDS + "/query", "{}").json().get("records").get(0));
    assertThat(server.get(server.adminToken(), RECORDS + "/" + id).text())
        .contains("\"phone\":\"(555)\"", "\"level\":\"top\"", "Hi Ann");
  }

  @Test
  void the_answer_to_a_change_passes_the_handler() {
    hook(ReadHooksTest::decidePrivately);
    var data = "{\"data\": {\"name\": \"Ann\", \"phone\": \"(555)\"}}";

    var made = server.post(alice, RECORDS, data);
    assertThat(made.status()).isEqualTo(201);
    assertPrivate(made.json());
    var one = RECORDS + "/" + made.json().get("id").stringValue();
    assertPrivate(server.patch(alice, one, "{\"data\": {\"phone\": \"556\"}}").json());
    assertPrivate(server.put(alice, one, data).json());

    forgetHooks();
    assertThat(server.get(alice, one).text()).contains("\"phone\":\"(555)\"");
  }

  @Test
  void a_handler_sees_every_field_and_a_reader_only_those_it_may() {
    addAnn();
    var seen = new ArrayList<String>();
    hook((record, _) -> {
      seen.add(record.get("data").toString());
      var decision = Json.object();
      decision.putObject("set").put("level", "leaked").put("name", "A.").put("initial", "A");
      return decision;
    });

    assertThat(server.get(alice, RECORDS).text())
        .contains("\"name\":\"A.\"", "\"initial\":\"A\"", "\"phone\":\"(555)\"")
        .doesNotContain("leaked");
    var some = server.get(alice, RECORDS + "?fields=n").json().at("/records/0/data");
    assertThat(some.toString()).isEqualTo("{\"n\":1,\"initial\":\"A\"}");
    assertThat(seen)
        .hasSize(2)
        .allSatisfy(data -> assertThat(data).contains("Ann", "(555)", "top"));
    assertThat(server.get(server.adminToken(), RECORDS).text()).contains("leaked");
  }

  @Test
  void handlers_see_what_those_before_them_have_left() {
    addAnn();
    hook((_, _) -> (ObjectNode) Json.parse("{\"set\": {\"n\": 2}, \"hide\": [\"phone\"]}"));
    hook((record, _) -> {
      assertThat(record.get("data").has("phone")).isFalse();
      var decision = Json.object();
      decision.putObject("set").put("twice", 2 * record.at("/data/n").intValue());
      return decision;
    });

    assertThat(server.get(alice, RECORDS).json().at("/records/0/data").toString())
        .isEqualTo("{\"name\":\"Ann\",\"n\":2,\"twice\":4}");
  }

  @Test
  void the_tag_tells_what_is_shown_and_the_version() {
    var id = addAnn();
    var one = RECORDS + "/" + id;
    var plain = server.get(alice, one).header("ETag");
    hook(ReadHooksTest::decidePrivately);

    var hooked = server.get(alice, one).header("ETag");
    assertThat(hooked).startsWith("\"1-1-").isNotEqualTo(plain);
    assertThat(server.get(server.adminToken(), one).header("ETag")).isNotEqualTo(hooked);
    assertThat(server.send("GET", alice, one, null, "If-None-Match", plain).status())
        .isEqualTo(200);
    assertThat(server.send("GET", alice, one, null, "If-None-Match", hooked).status())
        .isEqualTo(304);
    var change = "{\"data\": {\"n\": 2}}";
    var changed = server.send("PATCH", alice, one, change, "If-Match", hooked);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).startsWith("\"2-1-");
    assertThat(server.send("PATCH", alice, one, change, "If-Match", hooked).status())
        .isEqualTo(412);
  }

  @Test
  void where_a_handler_fails_nothing_is_read_and_a_change_is_made_unseen() {
    var id = addAnn();
    hook(
        "broken",
        (_, _) -> {
          throw HookHandler.failed();
        });

    for (var path : List.of("/" + id, "", "?limit=1&total=false")) {
      var answer = server.get(alice, RECORDS + path);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("hook_failed");
      assertThat(answer.text()).doesNotContain("(555)", "Ann");
    }
    var changed = server.patch(alice, RECORDS + "/" + id, "{\"data\": {\"n\": 7}}");
    assertThat(changed.status()).isEqualTo(204);
    assertThat(changed.text()).isEmpty();
    forgetHooks();
    assertThat(server.get(alice, RECORDS + "/" + id).json().at("/data/n").intValue()).isEqualTo(7);
  }

  @Test
  void a_handler_may_refuse_a_reader() {
    addAnn();
    hook((_, user) -> {
      if (user.isNull()) {
        throw Problem.forbidden("members_only", "Log in to read this.");
      }
      return null;
    });

    assertThat(server.get(null, RECORDS).json().get("code").stringValue())
        .isEqualTo("members_only");
    assertThat(server.get(alice, RECORDS).status()).isEqualTo(200);
  }

  @Test
  void what_the_system_knows_of_a_record_stays_as_it_is() {
    var id = addAnn();
    for (var decision : List.of("{\"set\": {\"id\": 1}}", "{\"hide\": [\"owner_id\"]}")) {
      forgetHooks();
      hook((_, _) -> (ObjectNode) Json.parse(decision));
      var answer = server.get(alice, RECORDS + "/" + id);
      assertThat(answer.status()).as(decision).isEqualTo(500);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("hook_failed");
    }
  }

  @Test
  void a_repeated_request_gets_what_the_first_one_was_shown() {
    hook(ReadHooksTest::decidePrivately);
    hook(
        "outside",
        (_, _) -> {
          assertThat(server.tinybase().database().inTransaction()).isFalse();
          return null;
        });
    var data = "{\"data\": {\"name\": \"Ann\", \"phone\": \"555 secret\"}}";
    var first = server.send("POST", alice, RECORDS, data, "Idempotency-Key", "k1");
    var again = server.send("POST", alice, RECORDS, data, "Idempotency-Key", "k1");

    assertPrivate(first.json());
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(server.get(alice, RECORDS).json().get("total").intValue()).isEqualTo(1);
    var kept =
        server
            .tinybase()
            .database()
            .read(sql -> sql.list("select response from _idempotency", row -> row.text(1)));
    assertThat(kept).hasSize(1).allSatisfy(text -> assertThat(text).doesNotContain("secret"));
  }

  @Test
  void a_repeated_request_whose_record_is_not_let_out_makes_no_second_one() {
    hook(
        "broken",
        (_, _) -> {
          throw HookHandler.failed();
        });
    for (int i = 0; i < 2; i++) {
      var answer = server.send("POST", alice, RECORDS, "{\"data\": {}}", "Idempotency-Key", "k2");
      assertThat(answer.status()).isEqualTo(204);
    }
    forgetHooks();
    assertThat(server.get(alice, RECORDS).json().get("total").intValue()).isEqualTo(1);
  }

  @Test
  void a_long_list_is_shown_to_the_handler_in_pages() {
    IntStream.range(0, 250).forEach(i -> add("{\"name\": \"Ann\", \"n\": " + i + "}"));
    hook(ReadHooksTest::decidePrivately);

    var all = server.get(alice, RECORDS + "?limit=1000&sort=n").json();
    assertThat(all.get("total").intValue()).isEqualTo(250);
    assertThat(all.get("next_cursor").isNull()).isTrue();
    var numbers = all.get("records").valueStream().map(it -> it.at("/data/n").intValue());
    assertThat(numbers).containsExactlyElementsOf(IntStream.range(0, 250).boxed().toList());
    assertThat(pages).containsExactly(100, 100, 50);

    var first = server.get(alice, RECORDS + "?limit=120&sort=n").json();
    var cursor = first.get("next_cursor").stringValue();
    var second = server.get(alice, RECORDS + "?limit=120&sort=n&cursor=" + cursor).json();
    assertThat(second.at("/records/0/data/n").intValue()).isEqualTo(120);
    assertThat(second.at("/records/0/data").has("phone")).isFalse();
    assertThat(server.get(alice, RECORDS + "?limit=0").json().get("records")).isEmpty();
  }

  @Test
  void no_connection_is_held_while_a_handler_runs() {
    var id = addAnn();
    hook(
        "outside",
        (_, _) -> {
          assertThat(server.tinybase().database().status().readersBusy()).isZero();
          return null;
        });
    assertThat(server.get(alice, RECORDS).status()).isEqualTo(200);
    assertThat(server.get(alice, RECORDS + "/" + id).status()).isEqualTo(200);
  }

  @Test
  void an_export_passes_the_handler_in_every_format() {
    IntStream.range(0, 150).forEach(_ -> add("{\"name\": \"-Ann\", \"phone\": \"(555)\"}"));
    hook((record, _) -> {
      var decision = Json.object();
      decision.putObject("set").put("n", "=1+1").put("more", record.at("/data/name").stringValue());
      decision.putArray("hide").add("phone");
      return decision;
    });

    var admin = server.adminToken();
    var ndjson = server.get(admin, "/api/collections/people/export?format=ndjson").text();
    assertThat(ndjson.lines())
        .hasSize(150)
        .allSatisfy(line -> assertThat(line).contains("\"more\""));
    var json = server.get(admin, "/api/collections/people/export?format=json").json();
    assertThat(json.values()).hasSize(150);
    assertThat(json.get(0).get("data").has("phone")).isFalse();
    var csv =
        server.get(admin, "/api/collections/people/export?format=csv&guard_formulas=true").text();
    assertThat(csv.lines()).hasSize(151);
    assertThat(csv.lines().skip(1)).allSatisfy(line -> assertThat(line).endsWith(",'-Ann,,'=1+1,"));
    assertThat(ndjson + json + csv).doesNotContain("(555)");
    assertThat(pages).containsExactly(100, 50, 100, 50, 100, 50);
    var stored = server.get(admin, "/api/collections/people/export?hooks=false").text();
    assertThat(stored).contains("(555)").doesNotContain("more");
    assertThat(pages).hasSize(6);
  }

  @Test
  void an_export_whose_handler_fails_tells_nothing_unasked() {
    addAnn();
    hook(
        "broken",
        (_, _) -> {
          throw HookHandler.failed();
        });
    var out = new ByteArrayOutputStream();
    var export =
        server
            .tinybase()
            .exporter()
            .prepare(new Principal.Operator(), "people", new ExportOptions(Format.NDJSON));
    assertThatThrownBy(() -> export.writeTo(out, _ -> {})).isInstanceOf(Problem.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void a_function_reads_what_the_handler_leaves() throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(
        server.functionsFolder().resolve("look.java"),
        """
        import dev.tinybase.sdk.*;
        import java.util.*;

        @Register(name = "look", auth = Auth.AUTH)
        Object look(Context ctx) {
          var people = ctx.records("people");
          var made = people.create(Map.of("name", "Ann", "phone", "(555)", "n", 1));
          return List.of(
              made, people.get(made.id()), people.list(Query.ALL.limit(1)).records().getFirst(),
              people.update(made.id(), Map.of("phone", "556")));
        }
        """);
    Eventually.until(
        "the function is loaded",
        () -> server.get(alice, "/openapi.json").text().contains("/api/functions/look"));
    hook(ReadHooksTest::decidePrivately);

    var answer = server.post(alice, "/api/functions/look", "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/result").values())
        .hasSize(4)
        .allSatisfy(ReadHooksTest::assertPrivate);
  }

  @Test
  void what_a_handler_reads_itself_does_not_pass_it_again() {
    var id = UUID.fromString(addAnn());
    var read = new ArrayList<String>();
    hook(
        "curious",
        (_, _) -> {
          var by = new Principal.Operator();
          read.add(
              server
                  .tinybase()
                  .records()
                  .get(by, "people", id, RecordForm.TREE, _ -> {})
                  .at("/data/phone")
                  .stringValue());
          return Json.parse("{\"records\": [{\"hide\": [\"phone\"]}]}");
        });

    assertThat(server.get(alice, RECORDS + "/" + id).text()).doesNotContain("(555)");
    assertThat(read).containsExactly("(555)");
  }

  @Test
  void a_page_of_large_records_ends_as_without_a_handler() {
    server.patch(
        server.adminToken(),
        "/api/collections/people",
        "{\"schema\": {\"fields\": [{\"name\": \"name\", \"type\": \"string\"},"
            + " {\"name\": \"text\", \"type\": \"string\", \"max_length\": 10000000}]}}");
    for (int i = 0; i < 3; i++) {
      add("{\"text\": \"" + "x".repeat(3 << 20) + "\"}");
    }
    hook((_, _) -> (ObjectNode) Json.parse("{\"hide\": [\"text\"]}"));

    for (int i = 0; i < 2; i++) { // the second time it is known how large they are
      var page = server.get(alice, RECORDS).json();
      assertThat(page.get("records")).hasSize(2);
      assertThat(page.get("next_cursor").isString()).isTrue();
    }
  }
}
