package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.ClientInfo;
import dev.tinybase.config.Settings;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Handlers of before-hooks over HTTP, wherever records are and handlers run. */
@ParameterizedClass
@MethodSource("everywhere")
class BeforeHooksTest {
  private static final String HOOKS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.*;

      @BeforeRecordCreate(collection = "posts", priority = 2)
      @BeforeRecordUpdate(collection = "posts", priority = 2)
      void slug(RecordDraft draft) {
        if (draft.get("title") instanceof String title) {
          draft.set("slug", title.toLowerCase().replaceAll("[^a-z0-9]+", "-"));
        }
      }

      @BeforeRecordCreate(collection = {"posts", "others"}, priority = 1)
      void refuse(Context ctx, RecordDraft draft) {
        switch (String.valueOf(draft.get("title"))) {
          case "refused" -> throw new Refusal(422, "no_title", "A post needs another title.");
          case "teapot" -> throw new Refusal(418, "teapot", "No coffee.", Map.of("pot", "tea"));
          case "plain" -> throw new FunctionException("plain_no", "No.");
          case "crash" -> throw new IllegalStateException("the secret of " + ctx.functionName());
          case "typo" -> draft.set("tilte", "x");
          case "who" -> draft.set("title", ctx.user().map(User::email).orElse("nobody")
              + " " + ctx.isAdmin() + " " + ctx.trigger() + " " + ctx.functionName()
              + " " + draft.user().map(User::isAdmin).orElse(false));
          case "audited" -> ctx.records("audit").create(Map.of("text", "made"));
          case "audited twice" -> ctx.transaction(() -> {
            ctx.records("audit").create(Map.of("text", "one"));
            ctx.records("audit").create(Map.of("text", "two"));
            return null;
          });
          case "audited by call" -> ctx.call("audit", Map.of("text", "called"));
          case "enqueued" -> ctx.enqueue("audit", Map.of("text", "queued"));
          case "swallowed" -> {
            try {
              ctx.records("audit").create(Map.of("text", "swallowed"));
            } catch (RuntimeException e) {
              // gets no further
            }
          }
          case null, default -> {}
        }
      }

      @BeforeRecordDelete(collection = "posts")
      void keep(RecordRemoval removal) {
        if ("kept".equals(removal.record().text("title"))) {
          throw new Refusal(409, "kept", "It stays.");
        }
      }

      @BeforeRecordUpdate(collection = "counters")
      void count(RecordDraft draft) {
        var before = draft.before().orElseThrow();
        draft.set("n", before.integer("n") + 1);
      }

      @BeforeRecordUpdate(collection = "loop")
      void loop(Context ctx, RecordDraft draft) {
        ctx.records("loop").update(
            draft.before().orElseThrow().id().equals(String.valueOf(draft.get("other")))
                ? "" : String.valueOf(draft.get("other")), Map.of("n", 1));
      }

      @BeforeFunctionCall(function = "echo")
      void call(CallDraft draft) {
        if (draft.payload() instanceof Map<?, ?> map) {
          if ("no".equals(map.get("text"))) {
            throw new Refusal(403, "not_today", "Not today.");
          }
          draft.payload(Map.of("text", map.get("text") + "!"));
        }
      }

      @BeforeRegister
      void register(Registration registration) {
        if (registration.email().endsWith("@spam.example")) {
          throw new Refusal(403, "no_spam", "Not from " + registration.address() + ".");
        }
      }

      @BeforeLogin
      void login(LoginAttempt attempt) {
        if (attempt.email().startsWith("locked")) {
          throw new Refusal(423, "locked", "Locked.");
        }
      }
      """;

  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;
      import java.util.*;

      record Text(String text) {}

      @Register(name = "audit", auth = Auth.PUBLIC)
      void audit(Context ctx, Text in) {
        ctx.records("audit").asAdmin().create(Map.of("text", in.text()));
      }

      @Register(name = "echo", auth = Auth.PUBLIC)
      String echo(Text in) {
        return in.text();
      }

      @Register(name = "nested", auth = Auth.PUBLIC)
      Object nested(Context ctx, Text in) {
        return ctx.call("echo", in);
      }

      @Register(name = "post", auth = Auth.PUBLIC)
      Object post(Context ctx, Text in) {
        return ctx.records("posts").asAdmin().create(Map.of("title", in.text())).data().get("slug");
      }
      """;

  private final TestServer server;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static TestServer running;

  BeforeHooksTest(Engine engine, Isolation isolation) {
    server = running;
  }

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Engine.values())
        .flatMap(engine ->
            Arrays.stream(Isolation.values()).map(isolation -> Arguments.of(engine, isolation)));
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine, Isolation isolation) throws IOException {
    running = TestServer.start(engine, settings -> changed(settings, isolation), Clock.systemUTC());
    var admin = running.adminToken();
    var fields =
        "{'name': 'title'}, {'name': 'slug', 'read_only': true}, {'name': 'n', 'type': 'integer'},"
            + " {'name': 'other'}, {'name': 'text'}";
    for (var name : new String[] {"posts", "others", "audit", "counters", "loop", "plain"}) {
      var made =
          running.post(
              admin,
              "/api/collections",
              ("{'name': '%s', 'label': 'x', 'schema': {'fields': [%s]}, 'options': {'access': {'create':"
                      + " 'auth', 'update': 'auth', 'delete': 'auth', 'list': 'auth'}}}")
                  .formatted(name, fields)
                  .replace('\'', '"'));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    var folder = running.functionsFolder();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("guard.java"), HOOKS);
    Files.writeString(folder.resolve("echo.java"), FUNCTIONS);
    var report = running.tinybase().functions().loader().reload();
    assertThat(report.failures()).isEmpty();
    running.user("alice@example.org");
  }

  private static Settings changed(Settings settings, Isolation isolation) {
    var functions = RecordCopy.with(settings.functions(), "isolation", isolation);
    return RecordCopy.with(settings, "functions", functions);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    running.close();
  }

  private String admin() {
    return server.adminToken();
  }

  private static String records(String collection) {
    return "/api/collections/" + collection + "/records";
  }

  private Reply create(String token, String collection, String title) {
    return server.post(
        token, records(collection), "{\"data\": {\"title\": \"%s\"}}".formatted(title));
  }

  private JsonNode made(String collection, String title) {
    var made = create(admin(), collection, title);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private static String requestId(Reply reply) {
    return "request " + reply.header("X-Request-Id");
  }

  private int count(String collection, String field, String value) {
    return server
        .get(
            admin(),
            records(collection) + "?limit=0&filter[" + field + "]=" + value.replace(" ", "%20"))
        .json()
        .get("total")
        .intValue();
  }

  @Test
  void a_handler_fills_in_what_the_caller_may_not_set() {
    var alice =
        server
            .tinybase()
            .auth()
            .logins()
            .login("alice@example.org", TestServer.PASSWORD, ClientInfo.at(""));
    var made = create(alice.accessToken(), "posts", "Hello, World");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().at("/data/slug").stringValue()).isEqualTo("hello-world");
    var one = records("posts") + "/" + made.json().get("id").stringValue();
    var patched = server.patch(alice.accessToken(), one, "{\"data\": {\"title\": \"A B\"}}");
    assertThat(patched.json().at("/data/slug").stringValue()).isEqualTo("a-b");
    var put = server.put(alice.accessToken(), one, "{\"data\": {\"title\": \"C D\"}}");
    assertThat(put.json().at("/data/slug").stringValue()).isEqualTo("c-d");
    var who = create(alice.accessToken(), "posts", "who");
    assertThat(who.json().at("/data/title").stringValue())
        .isEqualTo("alice@example.org true HOOK guard.refuse false");
    assertThat(create(admin(), "plain", "x").json().at("/data/slug").isNull()).isTrue();
  }

  @Test
  void refusals_have_their_status_and_nothing_is_written() {
    for (var title : new String[] {"refused", "teapot", "plain"}) {
      var refused = create(admin(), "posts", title);
      var expected =
          switch (title) {
            case "refused" -> "422 no_title";
            case "teapot" -> "418 teapot";
            default -> "400 plain_no";
          };
      assertThat(refused.status() + " " + refused.json().get("code").stringValue())
          .isEqualTo(expected);
      assertThat(count("posts", "title", title)).isZero();
    }
    assertThat(create(admin(), "posts", "teapot").json().at("/details/pot").stringValue())
        .isEqualTo("tea");
    var kept = made("posts", "kept").get("id").stringValue();
    assertThat(server.delete(admin(), records("posts") + "/" + kept).status()).isEqualTo(409);
    assertThat(server.get(admin(), records("posts") + "/" + kept).status()).isEqualTo(200);
  }

  @Test
  void a_handler_that_fails_tells_the_log_why_and_nobody_else() {
    try (var log = new LogCapture("functions")) {
      var failed = create(admin(), "posts", "crash");
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.json().get("code").stringValue()).isEqualTo("hook_failed");
      assertThat(failed.text()).doesNotContain("secret").doesNotContain("guard");
      assertThat(String.join("\n", log.lines())).contains("guard.refuse");
      assertThat(log.traces()).anyMatch(it -> it.contains("the secret of guard.refuse"));
      assertThat(log.lines()).anyMatch(it -> it.contains(requestId(failed)));
      var nested = server.post(null, "/api/functions/post", "{\"text\": \"crash\"}");
      assertThat(nested.text()).contains("hook_failed");
      assertThat(log.lines())
          .anyMatch(it -> it.contains("guard.refuse") && it.contains(requestId(nested)));
    }
    assertThat(count("posts", "title", "crash")).isZero();
    try (var log = new LogCapture("dev.tinybase.records")) {
      var typo = create(admin(), "posts", "typo");
      assertThat(typo.json().get("code").stringValue()).isEqualTo("hook_failed");
      assertThat(log.lines())
          .anyMatch(it -> it.contains("guard.refuse") && it.contains(requestId(typo)));
    }
    assertThat(create(admin(), "posts", "fine").status()).isEqualTo(201);
  }

  @Test
  void what_a_handler_writes_is_written_once_with_the_change_or_not_at_all() {
    int before = count("audit", "text", "made");
    made("posts", "audited");
    made("others", "audited");
    assertThat(count("audit", "text", "made")).isEqualTo(before + 2);
    made("posts", "audited twice");
    assertThat(count("audit", "text", "two")).isEqualTo(1);
    made("posts", "audited by call");
    assertThat(count("audit", "text", "called")).isEqualTo(1);
    made("posts", "swallowed");
    assertThat(count("audit", "text", "swallowed")).isEqualTo(1);
    var wrong =
        server.post(
            admin(), records("posts"), "{\"data\": {\"title\": \"audited\", \"n\": \"x\"}}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(count("audit", "text", "made")).isEqualTo(before + 2);
    made("posts", "enqueued");
    Eventually.until("the job has run", () -> count("audit", "text", "queued") == 1);
  }

  @Test
  void clients_who_change_one_record_at_once_lose_no_count() throws Exception {
    var zero = server.post(admin(), records("counters"), "{\"data\": {\"n\": 0}}").json();
    var path = records("counters") + "/" + zero.get("id").stringValue();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Integer>>();
      for (int client = 0; client < 64; client++) {
        int number = client;
        all.add(() -> {
          for (int i = 0; i < 4; i++) {
            var reply =
                server.patch(admin(), path, "{\"data\": {\"title\": \"%d\"}}".formatted(number));
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
          }
          return 4;
        });
      }
      for (var done : threads.invokeAll(all)) {
        assertThat(done.get()).isEqualTo(4);
      }
    }
    assertThat(server.get(admin(), path).json().at("/data/n").intValue()).isEqualTo(256);
  }

  @Test
  void a_handler_that_causes_itself_is_stopped_with_the_chain() {
    var a = made("loop", "a").get("id").stringValue();
    var b = made("loop", "b").get("id").stringValue();
    var bypass = "?hooks=false";
    var lines =
        "{\"id\": \"%s\", \"data\": {\"other\": \"%s\"}}\n{\"id\": \"%s\", \"data\": {\"other\": \"%s\"}}\n"
            .formatted(a, b, b, a);
    var imported =
        server.send(
            "POST",
            admin(),
            "/api/collections/loop/import" + bypass + "&mode=upsert&format=ndjson",
            lines);
    assertThat(imported.status()).as(imported.text()).isEqualTo(200);
    assertThat(imported.json().get("updated").intValue()).isEqualTo(2);
    var looped = server.patch(admin(), records("loop") + "/" + a, "{\"data\": {\"n\": 5}}");
    assertThat(looped.status()).as(looped.text()).isEqualTo(409);
    assertThat(looped.json().get("code").stringValue()).isEqualTo("hook_loop");
    assertThat(looped.json().get("detail").stringValue())
        .contains("guard.loop > guard.loop > guard.loop");
    assertThat(server.get(admin(), records("loop") + "/" + a).json().at("/data/n").isNull())
        .isTrue();
  }

  @Test
  void imports_and_functions_pass_the_hooks_and_an_import_may_do_without() {
    var lines = "{\"title\": \"In One\"}\n{\"title\": \"refused\"}\n{\"title\": \"In Two\"}\n";
    var path = "/api/collections/posts/import?format=ndjson&on_error=continue";
    var imported = server.send("POST", admin(), path, lines).json();
    assertThat(imported.get("inserted").intValue()).isEqualTo(2);
    assertThat(imported.at("/errors/0/line").intValue()).isEqualTo(2);
    assertThat(imported.at("/errors/0/code").stringValue()).isEqualTo("no_title");
    assertThat(count("posts", "slug", "in-two")).isEqualTo(1);
    var others = lines.replace("refused", "let in");
    var without = server.send("POST", admin(), path + "&hooks=false", others).json();
    assertThat(without.get("inserted").intValue()).isEqualTo(3);
    assertThat(count("posts", "slug", "in-two")).isEqualTo(1);
    var called = server.post(null, "/api/functions/post", "{\"text\": \"By Call\"}");
    assertThat(called.json().get("result").stringValue()).as(called.text()).isEqualTo("by-call");
    var refused = server.post(null, "/api/functions/post", "{\"text\": \"refused\"}").json();
    assertThat(refused.get("status").stringValue()).isEqualTo("failed");
    assertThat(refused.toString()).contains("no_title");
    var audited = server.post(null, "/api/functions/post", "{\"text\": \"audited\"}").json();
    assertThat(audited.get("status").stringValue()).as(audited.toString()).isEqualTo("succeeded");
  }

  @Test
  void an_idempotent_create_asks_and_repeats_its_answer() {
    var body = "{\"data\": {\"title\": \"Only Once\"}}";
    for (int i = 0; i < 2; i++) {
      var made =
          server.send("POST", admin(), records("posts"), body, "Idempotency-Key", "only-once");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.json().at("/data/slug").stringValue()).isEqualTo("only-once");
    }
    assertThat(count("posts", "slug", "only-once")).isEqualTo(1);
  }

  @Test
  void calls_of_functions_are_asked_about_however_they_are_made() {
    for (var name : new String[] {"echo", "nested"}) {
      var called = server.post(null, "/api/functions/" + name, "{\"text\": \"hi\"}").json();
      assertThat(called.get("result").stringValue()).as(called.toString()).isEqualTo("hi!");
    }
    var refused = server.post(null, "/api/functions/echo", "{\"text\": \"no\"}");
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(refused.json().get("code").stringValue()).isEqualTo("not_today");
    var nested = server.post(null, "/api/functions/nested", "{\"text\": \"no\"}").json();
    assertThat(nested.get("status").stringValue()).isEqualTo("failed");
    assertThat(nested.toString()).contains("not_today");
    var async = server.post(admin(), "/api/functions/echo?async=true", "{\"text\": \"later\"}");
    assertThat(async.status()).as(async.text()).isEqualTo(202);
    var id = async.json().get("call_id").stringValue();
    Eventually.until("its end", () -> call(id).path("status").stringValue("").equals("succeeded"));
    assertThat(call(id).get("result").stringValue()).isEqualTo("later!");
    var late = server.post(admin(), "/api/functions/echo?async=true", "{\"text\": \"no\"}");
    assertThat(late.status()).isEqualTo(403);
  }

  private JsonNode call(String id) {
    return server.get(admin(), "/api/functions/calls/" + id).json();
  }

  @Test
  void who_registers_or_logs_in_may_be_refused() {
    var password = "\"password\": \"" + TestServer.PASSWORD + "\"}";
    var spam =
        server.post(null, "/api/auth/register", "{\"email\": \"a@spam.example\", " + password);
    assertThat(spam.status()).as(spam.text()).isEqualTo(403);
    assertThat(spam.json().get("detail").stringValue()).isEqualTo("Not from 127.0.0.1.");
    assertThat(server.tinybase().auth().users().find("a@spam.example")).isEmpty();
    var fine =
        server.post(null, "/api/auth/register", "{\"email\": \"locked@b.example\", " + password);
    assertThat(fine.status()).as(fine.text()).isEqualTo(201);
    var locked =
        server.post(null, "/api/auth/login", "{\"email\": \"locked@b.example\", " + password);
    assertThat(locked.status()).isEqualTo(423);
    assertThat(locked.json().get("code").stringValue()).isEqualTo("locked");
    var wrong =
        server.post(
            null,
            "/api/auth/login",
            "{\"email\": \"locked@b.example\", \"password\": \"not that one\"}");
    assertThat(wrong.status()).isEqualTo(401);
  }
}
