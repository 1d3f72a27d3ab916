package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A record that a caller may not read is as one that does not exist, at every door: nobody learns
 * from an answer what is there.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class HiddenRecordsTest {
  private static final List<String> RULES =
      List.of("\"public\"", "\"auth\"", "\"owner\"", "\"admin\"", "{\"open\": true}");
  private static final List<String> SAID_ANEW =
      List.of("date", "x-request-id", "ratelimit-remaining", "ratelimit-reset");
  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;
      import java.util.Map;

      record Wish(String op, String collection, String id) {}

      @Register(name = "touch", auth = Auth.PUBLIC)
      Object touch(Context ctx, Wish wish) {
        var records = ctx.records(wish.collection());
        return switch (wish.op()) {
          case "get" -> records.get(wish.id());
          case "update" -> records.update(wish.id(), Map.of());
          case "replace" -> records.replace(wish.id(), Map.of("title", "secret"));
          case "create" -> records.create(Map.of("title", "secret"));
          default -> {
            records.delete(wish.id());
            yield "deleted";
          }
        };
      }
      """;

  private final TestServer server;
  private final Map<String, @Nullable String> callers = new LinkedHashMap<>();
  private final UUID alice;

  HiddenRecordsTest(Engine engine) {
    server = TestServer.start(engine);
    callers.put("anonymous", null);
    callers.put("bob", server.user("bob@example.com"));
    callers.put("alice", server.user("alice@example.com"));
    callers.put("admin", server.adminToken());
    var me = server.get(callers.get("alice"), "/api/auth/me").json();
    alice = UUID.fromString(me.get("id").stringValue());
  }

  @BeforeEach
  void addFunction() throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("touch.java"), FUNCTION);
    Eventually.until(
        "the function is loaded",
        () -> server.get(null, "/openapi.json").text().contains("/api/functions/touch"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void collection(String name, String read, String change) {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "%s", "label": "x", "schema": {"fields": [
              {"name": "title", "type": "string"},
              {"name": "open", "type": "boolean", "default": false}]},
             "options": {"access": {"list": "admin", "read": %s, "create": "public",
               "update": %s, "delete": %s}}}
            """
                .formatted(name, read, change, change));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private UUID made(String collection) {
    var body = "{\"data\": {\"title\": \"secret\"}, \"owner_id\": \"" + alice + "\"}";
    var made = server.post(server.adminToken(), path(collection, null), body);
    return UUID.fromString(made.json().get("id").stringValue());
  }

  private static String path(String collection, @Nullable UUID id) {
    return "/api/collections/" + collection + "/records" + (id == null ? "" : "/" + id);
  }

  /** One way to a record. */
  private interface Door {
    TestServer.Reply knock(@Nullable String token, String collection, UUID id);
  }

  private Map<String, Door> doors() {
    var doors = new LinkedHashMap<String, Door>();
    var bodies =
        Map.of(
            "PATCH", "{\"data\": {}}",
            "PUT", "{\"data\": {\"title\": \"secret\"}}");
    for (var method : List.of("GET", "HEAD", "PATCH", "PUT", "DELETE")) {
      doors.put(
          method, (token, in, id) -> server.send(method, token, path(in, id), bodies.get(method)));
    }
    doors.put(
        "GET unless changed",
        (token, in, id) -> server.send("GET", token, path(in, id), null, "If-None-Match", "*"));
    for (var op : List.of("get", "update", "replace", "delete")) {
      doors.put("function " + op, (token, in, id) -> called(token, op, in, id));
    }
    return doors;
  }

  private TestServer.Reply called(@Nullable String token, String op, String in, UUID id) {
    var wish = "{\"op\": \"%s\", \"collection\": \"%s\", \"id\": \"%s\"}".formatted(op, in, id);
    return server.post(token, "/api/functions/touch", wish);
  }

  /** All that the caller is told, without what differs in any two answers. */
  private static String told(TestServer.Reply reply, UUID id) {
    var headers = new ArrayList<String>();
    reply
        .http()
        .headers()
        .map()
        .forEach((name, values) -> {
          // how long a call took has more digits now and then
          boolean isLengthOfCall =
              name.equals("content-length") && reply.text().contains("error_code");
          if (!SAID_ANEW.contains(name) && !isLengthOfCall) {
            headers.add(name + ": " + values);
          }
        });
    var text =
        reply
            .text()
            .replace(id.toString(), "<id>")
            .replaceAll("\"(request_id|execution_id|call_id)\":\"[^\"]*\"", "")
            .replaceAll("\"[a-z_]*(_at|_ms|duration[a-z_]*)\":[^,}]*", "");
    return reply.status() + " " + headers + " " + text;
  }

  private static boolean succeeded(TestServer.Reply reply) {
    return reply.status() < 300 && !reply.text().contains("\"status\":\"failed\"");
  }

  @Test
  void what_a_caller_may_not_read_is_answered_as_what_does_not_exist() {
    for (int read = 0; read < RULES.size(); read++) {
      for (int change = 0; change < RULES.size(); change++) {
        var name = "c_" + read + "_" + change;
        collection(name, RULES.get(read), RULES.get(change));
        for (var caller : callers.keySet()) {
          knock(name, caller, "read " + RULES.get(read) + ", change " + RULES.get(change));
        }
      }
    }
  }

  private void knock(String collection, String caller, String rules) {
    var token = callers.get(caller);
    var shown = server.get(token, path(collection, made(collection))).status() == 200;
    doors()
        .forEach((door, way) -> {
          var place = door + " by " + caller + " with " + rules;
          var id = made(collection);
          var reply = way.knock(token, collection, id);
          assertThat(reply.status()).as(place).isLessThan(500);
          if (!shown) {
            assertThat(reply.text()).as(place).doesNotContain("secret");
          }
          if (!shown && !succeeded(reply)) {
            var absent =
                new UUID(
                    id.getMostSignificantBits(), ~id.getLeastSignificantBits() >>> 2 | 1L << 63);
            assertThat(told(reply, id))
                .as(place)
                .isEqualTo(told(way.knock(token, collection, absent), absent));
          }
        });
  }

  @Test
  void a_change_is_answered_without_the_record_where_the_caller_may_not_read_it() {
    collection("drops", "\"admin\"", "\"public\"");
    var bob = callers.get("bob");
    for (var token : new @Nullable String[] {null, bob}) {
      var id = made("drops");
      var patched = server.patch(token, path("drops", id), "{\"data\": {}}");
      assertThat(patched.status()).isEqualTo(204);
      assertThat(patched.text()).isEmpty();
      assertThat(patched.http().headers().firstValue("ETag")).isEmpty();
      assertThat(server.put(token, path("drops", id), "{\"data\": {}}").status()).isEqualTo(204);
      var made = server.post(token, path("drops", null), "{\"data\": {\"title\": \"mine\"}}");
      assertThat(made.status()).isEqualTo(204);
      assertThat(made.text()).isEmpty();
    }
    var total = server.get(server.adminToken(), path("drops", null) + "?limit=0").json();
    assertThat(total.get("total").intValue()).as("all of them were made").isEqualTo(4);

    var update = called(bob, "update", "drops", made("drops")).json().get("result");
    assertThat(update.propertyNames()).containsExactly("id", "data");
    assertThat(update.get("data").isEmpty()).isTrue();
    var create = called(bob, "create", "drops", new UUID(0, 0)).json().get("result");
    assertThat(create.propertyNames()).containsExactly("id", "data");
  }

  @Test
  void a_repeated_request_is_told_as_little_as_the_first() {
    collection("drops", "\"admin\"", "\"public\"");
    var bob = callers.get("bob");
    for (int i = 0; i < 2; i++) {
      var made =
          server.send(
              "POST",
              bob,
              path("drops", null),
              "{\"data\": {\"title\": \"mine\"}}",
              "Idempotency-Key",
              "once");
      assertThat(made.status()).isEqualTo(204);
      assertThat(made.text()).isEmpty();
    }
  }

  @Test
  void a_record_that_leaves_the_callers_sight_is_changed_without_an_answer() {
    collection("posts", "{\"open\": true}", "\"owner\"");
    var token = callers.get("alice");
    var id = made("posts");
    server.patch(server.adminToken(), path("posts", id), "{\"data\": {\"open\": true}}");
    var closed = server.patch(token, path("posts", id), "{\"data\": {\"open\": false}}");
    assertThat(closed.status()).isEqualTo(204);
    assertThat(server.patch(token, path("posts", id), "{\"data\": {}}").status()).isEqualTo(404);
    assertThat(server.delete(token, path("posts", id)).status()).isEqualTo(404);
  }

  @Test
  void an_import_by_an_admin_finds_what_others_do_not_see() {
    collection("posts", "\"owner\"", "\"owner\"");
    var id = made("posts");
    var line = Json.object().put("id", id.toString()).put("title", "imported");
    var path = "/api/collections/posts/import?format=ndjson&mode=upsert&on=id";
    assertThat(server.post(callers.get("bob"), path, Json.text(line)).status()).isEqualTo(403);
    var imported = server.send("POST", server.adminToken(), path, Json.text(line), "Accept", "*/*");
    assertThat(imported.status()).as(imported.text()).isEqualTo(200);
    var read = server.get(server.adminToken(), path("posts", id)).json();
    assertThat(read.get("data").get("title").stringValue()).isEqualTo("imported");
  }
}
