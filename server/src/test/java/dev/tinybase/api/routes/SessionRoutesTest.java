package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.ClientInfo;
import dev.tinybase.auth.IssuedTokens;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class SessionRoutesTest {
  private static final String OWN = "/api/auth/sessions";
  private static final String ADA = "ada@example.org";
  private static final ClientInfo LAPTOP = new ClientInfo("192.0.2.7", "Firefox on a laptop");
  private static final ClientInfo PHONE = new ClientInfo("2001:db8::7", null);

  private final TestServer server;
  private final String admin;
  private final String ada;

  SessionRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
    ada = server.tinybase().auth().users().create(ADA, TestServer.PASSWORD, false).id().toString();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_user_sees_where_they_are_logged_in() {
    login(LAPTOP);
    var phone = login(PHONE).accessToken();
    var list = server.get(phone, OWN).json();
    assertThat(list.path("total").intValue()).isEqualTo(2);
    var newest = list.path("sessions").path(0);
    assertThat(newest.propertyNames())
        .containsExactly(
            "id", "created_at", "last_used_at", "expires_at", "address", "user_agent", "current");
    assertThat(newest.path("address").stringValue()).isEqualTo("2001:db8::7");
    assertThat(newest.path("user_agent").isNull()).isTrue();
    assertThat(newest.path("current").booleanValue()).isTrue();
    var other = list.path("sessions").path(1);
    assertThat(other.path("user_agent").stringValue()).isEqualTo("Firefox on a laptop");
    assertThat(other.path("current").booleanValue()).isFalse();
    assertThat(server.get(phone, OWN + "?limit=1&offset=1").json().path("sessions"))
        .containsExactly(other);
  }

  @Test
  void a_refresh_moves_the_last_use_and_where_it_was() {
    var first = login(LAPTOP);
    var before = sessions(first.accessToken()).getFirst();
    var next =
        server.tinybase().auth().sessions().refresh(first.refreshToken(), PHONE).accessToken();
    var after = sessions(next).getFirst();
    assertThat(after.path("id")).isEqualTo(before.path("id"));
    assertThat(after.path("created_at")).isEqualTo(before.path("created_at"));
    assertThat(after.path("last_used_at").stringValue())
        .isGreaterThan(before.path("last_used_at").stringValue());
    assertThat(after.path("address").stringValue()).isEqualTo("2001:db8::7");
  }

  @Test
  void what_a_client_calls_itself_over_http_is_cut_after_500_characters() {
    var body = "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(ADA, TestServer.PASSWORD);
    var login =
        server.send("POST", null, "/api/auth/login", body, "User-Agent", "x".repeat(2000)).json();
    var session = sessions(login.path("access_token").stringValue()).getFirst();
    assertThat(session.path("user_agent").stringValue()).hasSize(500).startsWith("xxx");
    assertThat(session.path("address").stringValue()).isEqualTo("127.0.0.1");
  }

  @Test
  void an_ended_session_is_refused_at_once_and_the_others_go_on() {
    var laptop = login(LAPTOP);
    var phone = login(PHONE).accessToken();
    assertThat(server.get(laptop.accessToken(), "/api/auth/me").status()).isEqualTo(200);
    var path = OWN + "/" + idOfOther(phone);
    assertThat(server.delete(phone, path).status()).isEqualTo(204);
    assertThat(server.get(laptop.accessToken(), "/api/auth/me").status()).isEqualTo(401);
    assertThat(server.get(phone, "/api/auth/me").status()).isEqualTo(200);
    assertThat(server.delete(phone, path).status()).isEqualTo(404);
    var refresh = "{\"refresh_token\": \"" + laptop.refreshToken() + "\"}";
    assertThat(server.post(null, "/api/auth/refresh", refresh).status()).isEqualTo(401);
  }

  @Test
  void sessions_of_others_are_not_there() {
    var session = sessions(login(LAPTOP).accessToken()).getFirst().path("id").stringValue();
    var eve = server.user("eve@example.org");
    assertThat(sessions(eve)).hasSize(1);
    for (var token : List.of(eve, admin)) {
      var reply = server.delete(token, OWN + "/" + session);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.json().path("code").stringValue()).isEqualTo("session_not_found");
    }
    assertThat(server.get(eve, ofAda()).status()).isEqualTo(403);
    assertThat(server.delete(eve, ofAda()).status()).isEqualTo(403);
    assertThat(server.get(null, OWN).status()).isEqualTo(401);
    assertThat(server.delete(eve, OWN + "/x").status()).isEqualTo(422);
  }

  @Test
  void an_admin_lists_and_ends_a_users_sessions() {
    var laptop = login(LAPTOP).accessToken();
    login(PHONE);
    var list = server.get(admin, ofAda()).json().path("sessions");
    assertThat(list).hasSize(2).noneMatch(each -> each.path("current").booleanValue());
    var one = ofAda() + "/" + list.path(0).path("id").stringValue();
    assertThat(server.delete(admin, one).status()).isEqualTo(204);
    assertThat(server.delete(admin, one).status()).isEqualTo(404);
    login(PHONE);
    assertThat(server.delete(admin, ofAda()).json().path("ended").intValue()).isEqualTo(2);
    assertThat(server.get(laptop, "/api/auth/me").status()).isEqualTo(401);
    assertThat(server.get(admin, ofAda()).json().path("total").intValue()).isZero();
    assertThat(sessions(admin)).as("the admin's own session goes on").hasSize(1);
  }

  @Test
  void a_user_who_is_not_there_has_no_sessions_to_show() {
    var unknown = "/api/admin/users/00000000-0000-0000-0000-000000000000/sessions";
    assertThat(server.get(admin, unknown).json().path("code").stringValue())
        .isEqualTo("user_not_found");
    assertThat(server.delete(admin, unknown).status()).isEqualTo(404);
  }

  private IssuedTokens login(ClientInfo client) {
    return server.tinybase().auth().logins().login(ADA, TestServer.PASSWORD, client);
  }

  private List<JsonNode> sessions(String token) {
    return server.get(token, OWN).json().path("sessions").valueStream().toList();
  }

  private String idOfOther(String token) {
    return sessions(token).stream()
        .filter(session -> !session.path("current").booleanValue())
        .findFirst()
        .orElseThrow()
        .path("id")
        .stringValue();
  }

  private String ofAda() {
    return "/api/admin/users/" + ada + "/sessions";
  }
}
