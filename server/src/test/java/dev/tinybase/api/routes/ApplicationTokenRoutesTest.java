package dev.tinybase.api.routes;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.ClientInfo;
import dev.tinybase.auth.TestClock;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class ApplicationTokenRoutesTest {
  private static final String TOKENS = "/api/admin/application-tokens";
  private static final String RECORDS = "/api/collections/notes/records";
  private static final String NOTES =
      """
      {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"},
        {"name": "inner", "type": "string", "hidden": true}]}}\
      """;

  private final TestClock clock = new TestClock();
  private final TestServer server;
  private final String admin;

  ApplicationTokenRoutesTest(Engine engine) {
    server = TestServer.start(engine, settings -> settings, clock);
    admin = server.adminToken();
    assertThat(server.post(admin, "/api/collections", NOTES).status()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_token_is_made_shown_once_listed_renamed_and_revoked() {
    var made =
        server.post(admin, TOKENS, "{\"name\": \"deploy\", \"description\": \"The pipeline\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().propertyNames()).containsExactly("token", "token_value");
    var value = made.json().path("token_value").stringValue();
    assertThat(value).matches("tb_[A-Za-z0-9_-]{43}");
    var token = made.json().path("token");
    assertThat(token.propertyNames())
        .containsExactly(
            "id",
            "name",
            "description",
            "scopes",
            "created_at",
            "created_by_user_id",
            "last_used_at",
            "expires_at",
            "is_active",
            "is_valid");
    assertThat(token.path("scopes").toString()).isEqualTo("[\"admin\"]");
    assertThat(token.path("created_by_user_id").stringValue()).isEqualTo(adminId());

    make("second", "");
    var listed = server.get(admin, TOKENS);
    assertThat(listed.text()).doesNotContain(value);
    assertThat(listed.json().path("tokens").path(0).path("name").stringValue()).isEqualTo("second");
    assertThat(listed.json().path("tokens").path(1)).isEqualTo(token);

    var path = TOKENS + "/" + token.path("id").stringValue();
    var changed = server.patch(admin, path, "{\"name\": \"ci\", \"description\": null}").json();
    assertThat(changed.path("name").stringValue()).isEqualTo("ci");
    assertThat(changed.path("description").isNull()).isTrue();
    assertThat(server.get(value, TOKENS).status()).isEqualTo(200);
    assertThat(server.delete(admin, path).status()).isEqualTo(204);
    assertThat(server.get(value, TOKENS).status()).isEqualTo(401);
    assertThat(server.delete(admin, path).status()).isEqualTo(404);
    assertThat(server.patch(admin, path, "{}").status()).isEqualTo(404);
  }

  @Test
  void a_token_that_is_inactive_opens_nothing_until_it_is_active_again() {
    var token = make("deploy", "");
    var path = TOKENS + "/" + token.path("token").path("id").stringValue();
    var value = token.path("token_value").stringValue();
    var inactive = server.patch(admin, path, "{\"is_active\": false}").json();
    assertThat(inactive.path("is_valid").booleanValue()).isFalse();
    assertThat(server.get(value, TOKENS).status()).isEqualTo(401);
    assertThat(server.patch(admin, path, "{\"is_active\": true}").status()).isEqualTo(200);
    assertThat(server.get(value, TOKENS).status()).isEqualTo(200);
  }

  @Test
  void a_token_ends_at_its_moment() {
    var days = value(make("days", ", \"expires_days\": 1"));
    var at = clock.instant().plus(Duration.ofHours(2));
    var moment = value(make("moment", ", \"expires_at\": \"" + at + "\""));
    assertThat(server.get(moment, TOKENS).status()).isEqualTo(200);
    clock.advance(Duration.ofHours(2));
    assertThat(server.get(moment, TOKENS).status()).isEqualTo(401);
    assertThat(server.get(days, TOKENS).status()).isEqualTo(200);
    clock.advance(Duration.ofHours(22));
    assertThat(server.get(days, TOKENS).status()).isEqualTo(401);
  }

  @Test
  void its_last_use_is_written_once_a_minute() {
    var value = value(make("deploy", ""));
    assertThat(lastUse().isNull()).isTrue();
    server.get(value, TOKENS);
    until("the use is written", () -> !lastUse().isNull());
    var first = lastUse();
    clock.advance(Duration.ofSeconds(30));
    server.get(value, TOKENS);
    assertThat(lastUse()).isEqualTo(first);
    clock.advance(Duration.ofSeconds(31));
    server.get(value, TOKENS);
    until("the use is written", () -> !lastUse().equals(first));
  }

  private JsonNode lastUse() {
    return server.get(session(), TOKENS).json().path("tokens").path(0).path("last_used_at");
  }

  /** A session that is younger than the clock. */
  private String session() {
    return server
        .tinybase()
        .auth()
        .logins()
        .login(TestServer.ADMIN, TestServer.PASSWORD, ClientInfo.at("192.0.2.7"))
        .accessToken();
  }

  @Test
  void a_name_is_given_once() {
    make("deploy", "");
    var second = server.post(admin, TOKENS, "{\"name\": \"deploy\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("code").asString()).isEqualTo("token_name_taken");
    var other = make("other", "").path("token").path("id").stringValue();
    assertThat(server.patch(admin, TOKENS + "/" + other, "{\"name\": \"deploy\"}").status())
        .isEqualTo(409);
  }

  @Test
  void only_an_admin_s_session_or_token_makes_tokens() {
    var body = "{\"name\": \"more\"}";
    assertThat(server.post(null, TOKENS, body).status()).isEqualTo(401);
    assertThat(server.post(server.user("ada@example.org"), TOKENS, body).status()).isEqualTo(403);
    var scopes = ", \"scopes\": [\"records:read\", \"records:write\", \"functions:call\"]";
    var reply = server.post(value(make("limited", scopes)), TOKENS, body);
    assertThat(reply.json().path("code").asString()).isEqualTo("insufficient_scope");
    assertThat(server.post(value(make("admin", "")), TOKENS, body).status()).isEqualTo(201);
  }

  @Test
  void a_token_makes_none_that_outlives_it() {
    var maker = value(make("maker", ", \"expires_days\": 2"));
    for (var wish : new String[] {"", ", \"expires_days\": 3"}) {
      var reply = server.post(maker, TOKENS, "{\"name\": \"heir\"" + wish + "}");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.json().path("code").asString()).isEqualTo("outlives_its_maker");
    }
    assertThat(server.post(maker, TOKENS, "{\"name\": \"heir\", \"expires_days\": 1}").status())
        .isEqualTo(201);
  }

  @Test
  void a_token_has_no_account() {
    var value = value(make("deploy", ""));
    for (var path : new String[] {"/api/auth/me", "/api/auth/logout"}) {
      var reply = path.endsWith("me") ? server.get(value, path) : server.post(value, path, "{}");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.json().path("code").asString()).isEqualTo("user_required");
    }
  }

  @Test
  void a_token_manages_users_as_an_admin_does() {
    var value = value(make("deploy", ""));
    var made =
        server.post(
            value,
            "/api/admin/users",
            "{\"email\": \"ada@example.org\", \"password\": \"correct horse\"}");
    assertThat(made.status()).isEqualTo(201);
    var path = "/api/admin/users/" + made.json().path("id").stringValue();
    assertThat(server.patch(value, path, "{\"is_admin\": true}").status()).isEqualTo(200);
    assertThat(server.delete(value, path).status()).isEqualTo(204);
  }

  @Test
  void who_reads_sees_every_record_and_field_and_changes_none() {
    var reader = value(make("reader", ", \"scopes\": [\"records:read\"]"));
    var made = note(admin, "{\"text\": \"a\", \"inner\": \"b\"}");
    var path = RECORDS + "/" + made.json().path("id").stringValue();
    var read = server.get(reader, path).json();
    assertThat(read.path("data").path("inner").stringValue()).isEqualTo("b");
    assertThat(server.get(reader, RECORDS + "?filter[inner]=b").json().path("total").intValue())
        .isEqualTo(1);
    assertThat(server.get(reader, "/api/collections/notes/export").text()).contains("\"b\"");
    assertThat(server.get(reader, "/api/collections/notes/schema.json").text()).contains("inner");
    assertThat(server.patch(reader, path, "{\"data\": {}}").status()).isEqualTo(403);
    assertThat(note(reader, "{}").status()).isEqualTo(403);
  }

  @Test
  void who_writes_changes_every_record_and_sees_none() {
    var writer = value(make("writer", ", \"scopes\": [\"records:write\"]"));
    var made = note(writer, "{\"text\": \"a\", \"inner\": \"b\"}");
    assertThat(made.status()).isEqualTo(204);
    var stored = server.get(admin, RECORDS).json().path("records").path(0);
    assertThat(stored.path("owner_id").isNull()).isTrue();
    assertThat(stored.path("data").path("inner").stringValue()).isEqualTo("b");
    var path = RECORDS + "/" + stored.path("id").stringValue();
    assertThat(server.patch(writer, path, "{\"data\": {\"text\": \"c\"}}").status()).isEqualTo(204);
    assertThat(server.get(writer, path).status()).isEqualTo(403);
    assertThat(server.get(admin, path).json().path("data").path("text").stringValue())
        .isEqualTo("c");
    assertThat(server.delete(writer, path).status()).isEqualTo(204);
  }

  @Test
  void a_public_read_rule_shows_a_writer_nothing_either() {
    var open = "{\"options\": {\"access\": {\"read\": \"public\", \"list\": \"public\"}}}";
    assertThat(server.patch(admin, "/api/collections/notes", open).status()).isEqualTo(200);
    var writer = value(make("writer", ", \"scopes\": [\"records:write\"]"));
    assertThat(note(writer, "{\"text\": \"a\"}").status()).isEqualTo(204);
    assertThat(server.get(writer, RECORDS).status()).isEqualTo(403);
    assertThat(server.get(null, RECORDS).status()).isEqualTo(200);
  }

  @Test
  void keys_of_idempotency_are_a_token_s_own() {
    var one = value(make("one", ""));
    var two = value(make("two", ""));
    var key = new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
    var body = "{\"data\": {\"text\": \"a\"}}";
    var first = server.send("POST", one, RECORDS, body, key).json();
    assertThat(server.send("POST", one, RECORDS, body, key).json()).isEqualTo(first);
    assertThat(server.send("POST", two, RECORDS, body, key).json()).isNotEqualTo(first);
  }

  @Test
  void tokens_stay_when_their_maker_goes() {
    var other =
        server.post(
            admin,
            "/api/admin/users",
            "{\"email\": \"eve@example.org\", \"password\": \"correct horse battery\","
                + " \"is_admin\": true}");
    var session =
        server
            .tinybase()
            .auth()
            .logins()
            .login("eve@example.org", TestServer.PASSWORD, ClientInfo.at("192.0.2.8"))
            .accessToken();
    var value =
        server.post(session, TOKENS, "{\"name\": \"hers\"}").json().path("token_value").asString();
    server.delete(admin, "/api/admin/users/" + other.json().path("id").stringValue());
    var listed = server.get(value, TOKENS);
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.json().path("tokens").path(0).path("created_by_user_id").isNull()).isTrue();
  }

  private TestServer.Reply note(@Nullable String token, String data) {
    return server.post(token, RECORDS, "{\"data\": " + data + "}");
  }

  private JsonNode make(String name, String more) {
    var reply = server.post(admin, TOKENS, "{\"name\": \"" + name + "\"" + more + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private static String value(JsonNode made) {
    return made.path("token_value").stringValue();
  }

  private String adminId() {
    return server.tinybase().auth().users().find(TestServer.ADMIN).orElseThrow().id().toString();
  }
}
