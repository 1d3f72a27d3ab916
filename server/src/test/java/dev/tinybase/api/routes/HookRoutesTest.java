package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Handlers of hooks and their failures over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class HookRoutesTest {
  private static final String HOOKS = "/api/admin/hooks";
  private static final String FAILURES = HOOKS + "/failures";
  private static final String FILE =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      @BeforeRecordCreate(collection = "notes", priority = 5)
      void tidy(Context ctx, RecordDraft draft) {
        ctx.log().info("tidied");
        draft.set("text", String.valueOf(draft.get("text")).strip());
      }

      @OnRecordCreate(collection = "notes", where = "{\\"text\\": \\"loop\\"}")
      void again(Context ctx, RecordCreated event) {
        ctx.records("notes").create(Map.of("text", "loop"));
      }

      @OnUserLogin
      void login(UserLoggedIn event) {}
      """;

  private final TestServer server;

  HookRoutesTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @BeforeEach
  void write_hooks() throws IOException {
    var collection =
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """;
    assertThat(server.post(server.adminToken(), "/api/collections", collection).status())
        .isEqualTo(201);
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("notes.java"), FILE);
    server.tinybase().functions().loader().reload();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void every_handler_is_listed_with_what_it_waits_for_and_how_it_does() {
    note("  a  ");
    var hooks = get(HOOKS);
    assertThat(hooks.path("total").intValue()).isEqualTo(3);
    var tidy = hook("notes.tidy");
    assertThat(tidy.propertyNames())
        .containsExactlyInAnyOrder(
            "name",
            "kind",
            "extension",
            "file_path",
            "targets",
            "where",
            "priority",
            "error",
            "calls",
            "failures",
            "p95_ms",
            "backlog",
            "waiting",
            "dead",
            "missed");
    assertThat(tidy.path("kind").stringValue()).isEqualTo("BeforeRecordCreate");
    assertThat(tidy.path("targets").toString()).isEqualTo("[\"notes\"]");
    assertThat(tidy.path("priority").intValue()).isEqualTo(5);
    assertThat(tidy.path("calls").intValue()).isOne();
    assertThat(tidy.path("file_path").stringValue()).endsWith("notes.java");
    var again = hook("notes.again");
    assertThat(again.path("where").toString()).isEqualTo("{\"text\":\"loop\"}");
    assertThat(again.path("calls").intValue()).isZero();
    assertThat(get(HOOKS + "?limit=1&offset=1").path("hooks").size()).isOne();
    assertThat(get(HOOKS + "?limit=0").path("total").intValue()).isEqualTo(3);
  }

  @Test
  void what_a_handler_logs_is_found_under_its_name() {
    note("a");
    var path = "/api/admin/functions/logs?function_name=notes.tidy";
    Eventually.until("its line", () -> !get(path).path("logs").isEmpty());
    assertThat(get(path).at("/logs/0/message").stringValue()).isEqualTo("tidied");
    assertThat(get("/api/admin/functions/calls").path("total").intValue()).isZero();
  }

  @Test
  void an_event_that_a_loop_has_ended_succeeds_once_its_handler_is_mended() throws IOException {
    note("loop");
    Eventually.until("a failure", () -> get(FAILURES).path("total").intValue() == 1);
    var mended = FILE.replace("ctx.records(\"notes\").create(", "java.util.Objects.hash(");
    Files.writeString(server.functionsFolder().resolve("notes.java"), mended);
    server.tinybase().functions().loader().reload();
    long calls = hook("notes.again").path("calls").longValue();
    assertThat(server.post(server.adminToken(), failurePath() + "/retry", "").status())
        .isEqualTo(200);
    Eventually.until("it", () -> hook("notes.again").path("calls").longValue() > calls);
    Eventually.until("its end", () -> hook("notes.again").path("waiting").intValue() == 0);
    assertThat(get(FAILURES).path("total").intValue()).isZero();
  }

  @Test
  void an_event_that_failed_is_listed_retried_and_dropped() {
    note("loop");
    Eventually.until("a failure", () -> get(FAILURES).path("total").intValue() == 1);
    var failure = get(FAILURES + "?handler=notes.again").at("/failures/0");
    assertThat(failure.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "handler",
            "kind",
            "collection",
            "record_id",
            "change",
            "event",
            "chain",
            "attempts",
            "error_type",
            "error_message",
            "created_at",
            "failed_at");
    assertThat(failure.path("handler").stringValue()).isEqualTo("notes.again");
    assertThat(failure.path("collection").stringValue()).isEqualTo("notes");
    assertThat(failure.path("record_id").stringValue())
        .isEqualTo(failure.at("/event/record/id").stringValue());
    assertThat(failure.path("error_type").stringValue()).isEqualTo("hook_loop");
    assertThat(failure.path("error_message").stringValue())
        .contains("notes.again > notes.again > notes.again");
    assertThat(failure.path("chain").size()).isEqualTo(7); // and the eighth met notes.tidy
    assertThat(get(FAILURES + "?handler=notes.tidy").path("total").intValue()).isZero();
    assertThat(hook("notes.again").path("dead").intValue()).isOne();

    var first = failurePath();
    assertThat(server.post(server.adminToken(), first + "/retry", "").status()).isEqualTo(200);
    Eventually.until("another failure", () -> !List.of("", first).contains(failurePath()));
    var path = failurePath();
    assertThat(server.send("DELETE", server.adminToken(), path, null).status()).isEqualTo(204);
    assertThat(get(FAILURES).path("total").intValue()).isZero();
    assertThat(server.send("DELETE", server.adminToken(), path, null).status()).isEqualTo(404);
    assertThat(server.post(server.adminToken(), path + "/retry", "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/admin/hooks, 200",
    "GET, /api/admin/hooks?limit=1001, 422",
    "GET, /api/admin/hooks?handler=x, 400",
    "GET, /api/admin/hooks/failures, 200",
    "GET, /api/admin/hooks/failures?handlr=x, 400",
    "GET, /api/admin/hooks/failures?offset=-1, 422",
    "DELETE, /api/admin/hooks/failures/7, 422",
    "DELETE, /api/admin/hooks/failures/019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7, 404",
    "POST, /api/admin/hooks/failures/019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7/retry, 404",
    "POST, /api/admin/hooks, 405",
  })
  void bad_requests_are_told_so_and_all_are_for_admins(String method, String path, int status) {
    var admin = server.send(method, server.adminToken(), path, null);
    assertThat(admin.status()).as(admin.text()).isEqualTo(status);
    if (status != 405) {
      assertThat(server.send(method, null, path, null).status()).isEqualTo(401);
      var user = server.user("u" + Integer.toHexString(path.hashCode()) + "@example.com");
      assertThat(server.send(method, user, path, null).status()).isEqualTo(403);
    }
  }

  private void note(String text) {
    var body = "{\"data\": {\"text\": \"" + text + "\"}}";
    var path = "/api/collections/notes/records";
    var reply = server.post(server.adminToken(), path, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private JsonNode hook(String name) {
    return get(HOOKS)
        .path("hooks")
        .valueStream()
        .filter(hook -> hook.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The path of the first failure; empty while there is none. */
  private String failurePath() {
    var id = get(FAILURES).at("/failures/0/id").stringValue("");
    return id.isEmpty() ? "" : FAILURES + "/" + id;
  }

  private JsonNode get(String path) {
    return server.get(server.adminToken(), path).json();
  }
}
