package dev.tinybase.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.delivery.FailedEvent;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Handlers in files that run after the commit, wherever records are and handlers run. */
@ParameterizedClass
@MethodSource("everywhere")
class AfterHooksTest {
  private static final String HOOKS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.*;

      void note(Context ctx, String text) {
        ctx.records("notes").create(Map.of("text", text));
      }

      @OnRecordCreate(collection = "posts")
      void created(Context ctx, RecordCreated event) {
        note(ctx, "created " + event.record().text("text") + " by "
            + event.actor().map(User::email).orElse("nobody") + " in " + ctx.functionName());
      }

      @OnUserRegister
      void registered(Context ctx, UserRegistered event) {
        note(ctx, "registered " + event.user().email());
      }

      @OnUserLogin
      void loggedIn(Context ctx, UserLoggedIn event) {
        note(ctx, "login " + event.user().email() + " from " + event.address());
      }

      @OnFunctionCall(function = "echo")
      void called(Context ctx, FunctionCalled event) {
        note(ctx, "called " + event.functionName());
      }

      @OnFunctionComplete(function = "echo")
      void completed(Context ctx, FunctionCompleted event) {
        note(ctx, event.status() + " " + event.functionName());
      }

      @OnStartup
      void started(Context ctx) {
        note(ctx, "started");
      }

      @OnRecordUpdate(collection = "loop")
      void loop(Context ctx, RecordUpdated event) {
        ctx.records("loop").update(event.after().id(), Map.of("n", event.after().integer("n") + 1));
      }

      @OnRecordUpdate(collection = "jobs")
      void later(Context ctx, RecordUpdated event) {
        ctx.enqueue("bump", Map.of("id", event.after().id(), "n", event.after().integer("n") + 1));
      }

      @OnFunctionComplete(function = "ping")
      void pinged(Context ctx, FunctionCompleted event) {
        ctx.enqueue("ping", Map.of());
      }

      @BeforeFunctionCall(function = "pong")
      void ponged(Context ctx, CallDraft draft) {
        ctx.enqueue("pong", Map.of());
      }

      @OnRecordCreate(collection = "broken")
      void broken(RecordCreated event) {
        throw new IllegalStateException("no room for " + event.record().text("text"));
      }
      """;

  private static final String ECHO =
      """
      import dev.tinybase.sdk.*;

      record Text(String text) {}

      @Register(name = "echo", auth = Auth.PUBLIC)
      String echo(Text in) {
        return in.text();
      }
      """;

  private static final String LOOPS =
      """
      import dev.tinybase.sdk.*;
      import java.util.*;

      record Bump(String id, int n) {}

      @Register(name = "bump")
      void bump(Context ctx, Bump in) {
        ctx.call("raise", in);
      }

      @Register(name = "raise")
      void raise(Context ctx, Bump in) {
        ctx.records("jobs").update(in.id(), Map.of("n", in.n()));
      }

      @Register(name = "ping", auth = Auth.PUBLIC)
      void ping() {}

      @Register(name = "pong", auth = Auth.PUBLIC)
      void pong() {}
      """;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static TestServer running;

  private final TestServer server;

  AfterHooksTest(Engine engine, Isolation isolation) {
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
    for (var name : List.of("posts", "notes", "loop", "jobs", "broken")) {
      var made =
          running.post(
              running.adminToken(),
              "/api/collections",
              ("{'name': '%s', 'label': 'x', 'schema': {'fields': [{'name': 'text'},"
                      + " {'name': 'n', 'type': 'integer'}]}}")
                  .formatted(name)
                  .replace('\'', '"'));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    var folder = running.functionsFolder();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("told.java"), HOOKS);
    Files.writeString(folder.resolve("echo.java"), ECHO);
    Files.writeString(folder.resolve("bump.java"), LOOPS);
    assertThat(running.tinybase().functions().loader().reload().failures()).isEmpty();
  }

  private static Settings changed(Settings settings, Isolation isolation) {
    var functions = RecordCopy.with(settings.functions(), "isolation", isolation);
    return RecordCopy.with(settings, "functions", functions);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    running.close();
  }

  @Test
  void records_accounts_logins_calls_and_the_start_are_told() {
    var token = server.adminToken();
    create("posts", "one");
    server.user("ann@example.org");
    server.post(token, "/api/functions/echo", "{\"text\": \"hi\"}");
    for (var text :
        List.of(
            "started",
            "created one by",
            "registered ann@example.org",
            "login ann@example.org from",
            "called echo",
            "succeeded echo")) {
      Eventually.until(text, () -> notes().contains(text));
    }
    assertThat(notes()).contains(" in told.created");
  }

  @Test
  void a_handler_that_causes_itself_is_stopped_at_a_depth_of_eight_with_the_chain() {
    var id = create("loop", "round");
    server.patch(
        server.adminToken(), "/api/collections/loop/records/" + id, "{\"data\": {\"n\": 0}}");
    Eventually.until("it is stopped", () -> failure("told.loop") != null);
    var failure = Objects.requireNonNull(failure("told.loop"));
    assertThat(failure.errorType()).isEqualTo("hook_loop");
    assertThat(failure.errorMessage()).contains("told.loop > told.loop");
    assertThat(failure.event().at("/after/data/n").intValue()).isEqualTo(8);
    assertThat(failure.attempts()).isEqualTo(1);
  }

  @Test
  void a_handler_that_causes_itself_through_jobs_and_calls_is_stopped_too() {
    var id = create("jobs", "round");
    server.patch(
        server.adminToken(), "/api/collections/jobs/records/" + id, "{\"data\": {\"n\": 0}}");
    Eventually.until("it is stopped", () -> failure("told.later") != null);
    var failure = failure("told.later");
    assertThat(failure.errorType()).isEqualTo("hook_loop");
    assertThat(failure.errorMessage()).contains("told.later > told.later");
    assertThat(failure.event().at("/after/data/n").intValue()).isEqualTo(8);
  }

  @Test
  void ends_of_calls_that_cause_such_calls_as_jobs_are_stopped_too() {
    server.post(null, "/api/functions/ping?async=true", "{}");
    Eventually.until("it is stopped", () -> failure("told.pinged") != null);
    assertThat(failure("told.pinged").errorMessage()).contains("told.pinged > told.pinged");
    assertThat(jobs("ping")).hasSize(9).allMatch(it -> status(it).equals("succeeded"));
  }

  @Test
  void calls_whose_before_hook_causes_them_as_jobs_are_stopped_too() {
    server.post(null, "/api/functions/pong", "{}");
    Eventually.until(
        "the last one has failed", () -> jobs("pong").stream().anyMatch(AfterHooksTest::failed));
    var last = jobs("pong").stream().filter(AfterHooksTest::failed).findFirst().orElseThrow();
    assertThat(last.path("error_message").stringValue()).contains("told.ponged > told.ponged");
    assertThat(last.path("attempt").intValue()).isEqualTo(1);
    Eventually.until(
        "the others",
        () -> jobs("pong").stream().filter(it -> status(it).equals("succeeded")).count() == 7);
    assertThat(jobs("pong")).hasSize(8);
  }

  @Test
  void what_a_handler_throws_is_kept_for_admins() {
    create("broken", "tea");
    var service = server.tinybase().delivery().service();
    Eventually.until(
        "it has failed",
        () ->
            service.list().stream()
                .anyMatch(it -> it.name().equals("told.broken") && it.waiting() == 1));
    assertThat(server.tinybase().delivery().awaitIdle(Duration.ofSeconds(20))).isTrue();
    var info = service.list().stream().filter(it -> it.name().equals("told.broken")).findFirst();
    assertThat(info.orElseThrow().failures()).isPositive();
    assertThat(info.orElseThrow().calls()).isPositive();
  }

  private String create(String collection, String text) {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections/" + collection + "/records",
            "{\"data\": {\"text\": \"" + text + "\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").stringValue();
  }

  private List<JsonNode> jobs(String function) {
    return server
        .get(server.adminToken(), "/api/admin/jobs?function_name=" + function)
        .json()
        .path("jobs")
        .valueStream()
        .toList();
  }

  private static String status(JsonNode job) {
    return job.path("status").stringValue();
  }

  private static boolean failed(JsonNode job) {
    return status(job).equals("failed");
  }

  private String notes() {
    return server.get(server.adminToken(), "/api/collections/notes/records?limit=200").text();
  }

  private @Nullable FailedEvent failure(String handler) {
    return server.tinybase().delivery().service().failures(handler, 1, 0).failures().stream()
        .findFirst()
        .orElse(null);
  }
}
