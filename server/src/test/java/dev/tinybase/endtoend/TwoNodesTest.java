package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestAuth;
import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL database, over HTTP, without a signing key in their settings. */
class TwoNodesTest {
  private static final String ME = "/api/auth/me";
  private static final String EVE = "eve@example.com";

  private final TestServer one =
      TestServer.start(
          Engine.POSTGRES,
          settings ->
              TestAuth.withJwt(
                  settings,
                  new Settings.Jwt(null, "HS256", TempFolder.next().resolve("jwt.key"), 1440, 30)),
          Clock.systemUTC());
  private final TestServer two = one.another();

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  @Test
  void a_token_of_one_is_good_on_the_other() {
    assertThat(two.get(one.adminToken(), ME).status()).isEqualTo(200);
    assertThat(one.get(two.adminToken(), ME).status()).isEqualTo(200);
    assertThat(two.get(one.user(EVE), ME).status()).isEqualTo(200);
  }

  @Test
  void a_deleted_admin_makes_no_new_one_elsewhere() {
    endsElsewhere((user, _) -> one.delete(one.adminToken(), user));
    assertThat(two.tinybase().auth().users().find("mallory@example.com")).isEmpty();
  }

  @Test
  void a_demoted_admin_is_none_elsewhere() {
    endsElsewhere((user, _) -> one.patch(one.adminToken(), user, "{\"is_admin\": false}"));
  }

  @Test
  void a_new_password_ends_sessions_elsewhere() {
    endsElsewhere(
        (user, _) -> one.patch(one.adminToken(), user, "{\"password\": \"a new long password\"}"));
  }

  @Test
  void a_logout_counts_elsewhere() {
    endsElsewhere((_, token) -> one.post(token, "/api/auth/logout", "{}"));
  }

  /** What is done to an admin on one node, and gets the user's path and token. */
  private interface Change {
    TestServer.Reply apply(String user, String token);
  }

  private void endsElsewhere(Change change) {
    var token = one.user(EVE);
    var id = one.get(token, ME).json().path("id").stringValue();
    var user = "/api/admin/users/" + id;
    Consumer<TestServer.Reply> ok =
        reply -> assertThat(reply.status()).as(reply.text()).isLessThan(300);
    ok.accept(one.patch(one.adminToken(), user, "{\"is_admin\": true}"));
    Eventually.until(
        "an admin on the other node", () -> two.get(token, "/api/admin/users").status() == 200);
    ok.accept(change.apply(user, token));
    // much sooner than it would be forgotten by itself
    Eventually.until("the token is refused", () -> two.get(token, ME).status() == 401);
    var made =
        two.post(
            token,
            "/api/admin/users",
            "{\"email\": \"mallory@example.com\", \"password\": \"a long password\","
                + " \"is_admin\": true}");
    assertThat(made.status()).isEqualTo(401);
  }
}
