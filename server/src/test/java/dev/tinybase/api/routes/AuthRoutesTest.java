package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class AuthRoutesTest {
  private static final String ADA =
      "{\"email\": \"ada@example.org\", \"password\": \"correct horse\"}";

  private final Engine engine;
  private TestServer server;

  AuthRoutesTest(Engine engine) {
    this.engine = engine;
    this.server = TestServer.start(engine);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_person_registers_logs_in_and_is_known() {
    var registered = server.post(null, "/api/auth/register", ADA);
    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.json().propertyNames()).containsExactly("id", "email", "message");

    var login = server.post(null, "/api/auth/login", ADA);
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.json().propertyNames())
        .containsExactly(
            "access_token",
            "refresh_token",
            "token_type",
            "expires_in",
            "user_id",
            "email",
            "is_admin",
            "admin_created");
    assertThat(login.json().path("token_type").stringValue()).isEqualTo("bearer");
    assertThat(login.json().path("expires_in").intValue()).isEqualTo(24 * 60 * 60);
    assertThat(login.json().path("user_id")).isEqualTo(registered.json().path("id"));
    assertThat(login.json().path("admin_created").booleanValue()).isFalse();

    var me = server.get(text(login, "access_token"), "/api/auth/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.json().propertyNames()).containsExactly("id", "email", "is_admin", "created_at");
    assertThat(me.json().path("created_at").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
  }

  @Test
  void without_a_token_nobody_is_known() {
    var reply = server.get(null, "/api/auth/me");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("detail").stringValue()).isEqualTo("Not authenticated");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void a_token_that_counts_no_more_is_told_in_every_answer_whatever_its_status() {
    server.post(null, "/api/auth/register", ADA);
    var token = text(server.post(null, "/api/auth/login", ADA), "access_token");
    var open =
        "{\"name\": \"open\", \"label\": \"Open\", \"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"string\"}]}, \"options\": {\"access\": {\"list\": \"public\", \"create\": \"admin\"}}}";
    assertThat(server.post(server.adminToken(), "/api/collections", open).text())
        .contains("\"open\"");
    var records = "/api/collections/open/records";
    assertThat(server.get(token, records).header("WWW-Authenticate")).isEmpty();
    assertThat(server.post(token, "/api/auth/logout", "").status()).isEqualTo(200);
    var challenge = "Bearer error=\"invalid_token\"";
    var me = server.get(token, "/api/auth/me");
    assertThat(me.status()).isEqualTo(401);
    assertThat(me.header("WWW-Authenticate")).isEqualTo(challenge);
    var list = server.get(token, records);
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("WWW-Authenticate")).isEqualTo(challenge);
    var made = server.post(token, records, "{\"data\": {\"a\": \"b\"}}");
    assertThat(made.status()).isBetween(401, 403);
    assertThat(made.header("WWW-Authenticate")).isEqualTo(challenge);
    assertThat(server.get(null, records).header("WWW-Authenticate")).isEmpty();
    var body =
        server
            .get(null, "/openapi.json")
            .json()
            .path("paths")
            .path("/api/auth/refresh")
            .path("post")
            .path("requestBody");
    assertThat(body.path("required").booleanValue(true)).isFalse();
  }

  @Test
  void an_email_registers_once_in_any_spelling() {
    server.post(null, "/api/auth/register", ADA);
    var again = server.post(null, "/api/auth/register", ADA.replace("ada@", "ADA@"));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().path("code").stringValue()).isEqualTo("email_taken");
    var wide = server.post(null, "/api/auth/register", ADA.replace("ada@", "ａｄａ＠"));
    assertThat(wide.json().path("code").stringValue()).isEqualTo("email_taken");
    var invisible = server.post(null, "/api/auth/register", ADA.replace("ada@", "a\u200bda@"));
    assertThat(invisible.status()).isEqualTo(422);
  }

  @Test
  void another_keyboard_may_spell_the_accents_of_a_password_otherwise() {
    var body = "{\"email\": \"zoe@example.org\", \"password\": \"%s\"}";
    server.post(null, "/api/auth/register", body.formatted("zoe\u0308 und ich"));
    var login = server.post(null, "/api/auth/login", body.formatted("zo\u00eb und ich"));
    assertThat(login.status()).as(login.text()).isEqualTo(200);
  }

  @Test
  void a_wrong_password_and_an_unknown_email_look_alike() {
    server.post(null, "/api/auth/register", ADA);
    var wrong = server.post(null, "/api/auth/login", ADA.replace("correct", "wrong"));
    var unknown = server.post(null, "/api/auth/login", ADA.replace("ada@", "eve@"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
  }

  @Test
  void a_refresh_token_comes_in_the_body_or_as_bearer() {
    var first = login();
    var second =
        server.post(
            null,
            "/api/auth/refresh",
            "{\"refresh_token\": \"" + first.path("refresh_token").stringValue() + "\"}");
    assertThat(second.status()).isEqualTo(200);
    var third = server.send("POST", text(second, "refresh_token"), "/api/auth/refresh", null);
    assertThat(third.status()).isEqualTo(200);
    assertThat(third.json().propertyNames()).containsExactlyElementsOf(first.propertyNames());
    var fourth = server.post(text(third, "refresh_token"), "/api/auth/refresh", "{}");
    assertThat(fourth.status()).isEqualTo(200);
    assertThat(server.get(text(fourth, "access_token"), "/api/auth/me").status()).isEqualTo(200);

    var repeated = server.post(text(third, "refresh_token"), "/api/auth/refresh", "{}");
    assertThat(text(repeated, "refresh_token")).isEqualTo(text(fourth, "refresh_token"));

    var stolen = server.send("POST", text(second, "refresh_token"), "/api/auth/refresh", null);
    assertThat(stolen.status()).isEqualTo(401);
    assertThat(server.get(text(fourth, "access_token"), "/api/auth/me").status()).isEqualTo(401);
  }

  @Test
  void access_and_refresh_tokens_are_never_taken_for_each_other() {
    var login = login();
    assertThat(server.get(login.path("refresh_token").stringValue(), "/api/auth/me").status())
        .isEqualTo(401);
    var access = login.path("access_token").stringValue();
    assertThat(server.send("POST", access, "/api/auth/refresh", null).status()).isEqualTo(401);
    assertThat(server.send("POST", null, "/api/auth/refresh", null).status()).isEqualTo(401);
    assertThat(server.get(access, "/api/auth/me").status()).isEqualTo(200);
  }

  @Test
  void a_logout_ends_this_session_or_all() {
    var first = login().path("access_token").stringValue();
    var second = login().path("access_token").stringValue();
    var third = login().path("access_token").stringValue();

    assertThat(server.send("POST", first, "/api/auth/logout", null).status()).isEqualTo(200);
    assertThat(server.get(first, "/api/auth/me").status()).isEqualTo(401);
    assertThat(server.get(second, "/api/auth/me").status()).isEqualTo(200);

    var all = server.send("POST", second, "/api/auth/logout?all=true", null);
    assertThat(all.json().path("message").stringValue()).contains("2");
    assertThat(server.get(third, "/api/auth/me").status()).isEqualTo(401);
    assertThat(server.send("POST", second, "/api/auth/logout", null).status()).isEqualTo(401);
  }

  @Test
  void one_changes_ones_own_email_and_password() {
    var token = login().path("access_token").stringValue();
    var wrong =
        server.patch(
            token, "/api/auth/me", "{\"email\": \"b@example.org\", \"password\": \"wrong\"}");
    assertThat(wrong.status()).isEqualTo(400);
    var renamed =
        server.patch(
            token,
            "/api/auth/me",
            "{\"email\": \"b@example.org\", \"password\": \"correct horse\"}");
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.json().path("email").stringValue()).isEqualTo("b@example.org");

    var changed =
        server.post(
            token,
            "/api/auth/me/password",
            "{\"old_password\": \"correct horse\", \"new_password\": \"battery staple\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(server.get(token, "/api/auth/me").status()).isEqualTo(200);
    assertThat(
            server
                .post(
                    null,
                    "/api/auth/login",
                    "{\"email\": \"b@example.org\", \"password\": \"battery staple\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_unknown_key_in_a_change_is_refused() {
    var reply =
        server.patch(
            login().path("access_token").stringValue(),
            "/api/auth/me",
            "{\"email\": \"b@example.org\", \"password\": \"correct horse\", \"is_admn\": true}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).contains("is_admn");
  }

  @Test
  void the_instance_tells_its_name_and_whether_it_has_users() {
    assertThat(server.get(null, "/api/auth/instance-info").text())
        .isEqualTo("{\"instance_name\":\"TinyBase\",\"accent\":\"teal\",\"environment\":null}");
    assertThat(server.get(null, "/api/auth/setup-status").json().path("needs_setup").booleanValue())
        .isFalse();
    forgetUsers();
    assertThat(server.get(null, "/api/auth/setup-status").json().path("needs_setup").booleanValue())
        .isTrue();
  }

  @Test
  void the_set_up_token_makes_the_first_admin_once() {
    forgetUsers();
    var token = server.tinybase().auth().setupToken().open().orElseThrow();
    var body =
        "{\"token\": \"%s\", \"email\": \"root@example.org\", \"password\": \"correct horse\"}";
    assertThat(server.post(null, "/api/auth/setup", body.formatted("wrong")).status())
        .isEqualTo(403);
    var made = server.post(null, "/api/auth/setup", body.formatted(token));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().path("admin_created").booleanValue()).isTrue();
    assertThat(server.get(text(made, "access_token"), "/api/admin/users").status()).isEqualTo(200);
    assertThat(server.post(null, "/api/auth/setup", body.formatted(token)).status()).isEqualTo(409);
  }

  @Test
  void registration_can_be_closed() {
    restart(new Settings.Auth(false, 4, false, 10, 5, 10), new Settings.RateLimit(false));
    var reply = server.post(null, "/api/auth/register", ADA);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("detail").stringValue()).contains("disabled");
  }

  @Test
  void failed_logins_are_slowed_down() {
    restart(new Settings.Auth(true, 4, false, 10, 5, 10), new Settings.RateLimit(true));
    for (int i = 0; i < 5; i++) {
      assertThat(server.post(null, "/api/auth/login", ADA).status()).isEqualTo(401);
    }
    var blocked = server.post(null, "/api/auth/login", ADA);
    assertThat(blocked.status()).isEqualTo(429);
    assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 60);
  }

  private void restart(Settings.Auth auth, Settings.RateLimit limit) {
    server.close();
    server =
        TestServer.start(
            engine,
            all -> RecordCopy.with(all, Map.of("auth", auth, "rateLimit", limit)),
            Clock.systemUTC());
  }

  private void forgetUsers() {
    server.tinybase().database().write(sql -> sql.update("delete from _users"));
  }

  private JsonNode login() {
    server.post(null, "/api/auth/register", ADA);
    return server.post(null, "/api/auth/login", ADA).json();
  }

  private static String text(Reply reply, String name) {
    return reply.json().path(name).stringValue();
  }
}
