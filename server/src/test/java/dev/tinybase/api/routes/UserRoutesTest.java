package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class UserRoutesTest {
  private static final String USERS = "/api/admin/users";

  private final TestServer server;
  private final String admin;

  UserRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void an_admin_makes_reads_changes_and_deletes_a_user() {
    var made = create("ada@localhost", "\"is_admin\": false");
    assertThat(made.propertyNames())
        .containsExactly("id", "email", "is_admin", "created_at", "updated_at");
    var path = USERS + "/" + made.path("id").stringValue();
    assertThat(server.get(admin, path).json()).isEqualTo(made);

    var changed = server.patch(admin, path, "{\"is_admin\": true}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("is_admin").booleanValue()).isTrue();
    assertThat(changed.json().path("updated_at")).isNotEqualTo(made.path("updated_at"));

    var deleted = server.delete(admin, path);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(server.get(admin, path).status()).isEqualTo(404);
    assertThat(server.delete(admin, path).status()).isEqualTo(404);
  }

  @Test
  void null_and_absent_leave_a_user_as_it_is() {
    var made = create("ada@example.org", "\"is_admin\": true");
    var path = USERS + "/" + made.path("id").stringValue();
    for (var body :
        new String[] {"{}", "{\"email\": null, \"password\": null, \"is_admin\": null}"}) {
      assertThat(server.patch(admin, path, body).json()).isEqualTo(made);
    }
  }

  @Test
  void users_are_listed_in_pages() {
    create("ada@example.org", "\"is_admin\": false");
    var all = server.get(admin, USERS).json();
    assertThat(all.path("total").intValue()).isEqualTo(2);
    assertThat(all.path("limit").intValue()).isEqualTo(100);
    assertThat(all.path("users").size()).isEqualTo(2);
    var second = server.get(admin, USERS + "?limit=1&offset=1").json();
    assertThat(second.path("users").path(0).path("email").stringValue())
        .isEqualTo("ada@example.org");
    var none = server.get(admin, USERS + "?limit=0").json();
    assertThat(none.path("users").isEmpty()).isTrue();
    assertThat(none.path("total").intValue()).isEqualTo(2);
    assertThat(server.get(admin, USERS + "?offset=9223372036854775807").status()).isEqualTo(200);
  }

  @Test
  void users_are_found_by_a_part_of_their_e_mail_in_any_case() {
    for (var email : new String[] {"Zoe@Example.org", "ada_b@example.org", "adaxb@example.org"}) {
      create(email, "\"is_admin\": false");
    }
    assertThat(found("search=EXAMPLE.ORG"))
        .containsExactly("ada_b@example.org", "adaxb@example.org", "Zoe@example.org");
    assertThat(found("search=a_b")).containsExactly("ada_b@example.org");
    assertThat(found("search=%25")).isEmpty();
    assertThat(found("search=example.org&limit=1&offset=1")).containsExactly("adaxb@example.org");
    var all = server.get(admin, USERS + "?search=example.org&limit=1").json();
    assertThat(all.path("total").intValue()).isEqualTo(3);
    assertThat(server.get(admin, USERS + "?search=a&email=a@b.org").status()).isEqualTo(400);
  }

  private List<String> found(String query) {
    var users = server.get(admin, USERS + "?" + query).json().path("users");
    return users.valueStream().map(user -> user.path("email").stringValue()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=1001",
    "limit=-1",
    "limit=x",
    "offset=-1",
    "offset=9223372036854775808",
    "limit=1e2"
  })
  void a_page_out_of_bounds_is_refused(String query) {
    assertThat(server.get(admin, USERS + "?" + query).status()).isEqualTo(422);
  }

  @Test
  void only_admins_get_in() {
    var user = server.user("ada@example.org");
    for (var path : new String[] {USERS, USERS + "/01890a5d-ac96-774b-bcce-b302099a8057"}) {
      assertThat(server.get(null, path).status()).isEqualTo(401);
      assertThat(server.get(user, path).status()).isEqualTo(403);
    }
    assertThat(server.post(user, USERS, "{}").status()).isEqualTo(403);
    assertThat(server.post(null, USERS, "{}").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                                   | missing
          {"email": "ada@example.org", "password": "short"}                    | at least 8
          {"email": "ada", "password": "correct horse"}                        | e-mail
          {"email": "ada@example.org", "password": "correct horse", "admin": 1} | did you mean 'is_admin'
          {"email": "ada@example.org", "password": "correct horse", "is_admin": "yes"} | true or false
          []                                                                   | object
          """)
  void a_wrong_body_is_refused_and_writes_nothing(String body, String hint) {
    var reply = server.post(admin, USERS, body);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).contains(hint);
    assertThat(server.get(admin, USERS).json().path("total").intValue()).isEqualTo(1);
  }

  @Test
  void an_id_that_is_no_uuid_is_refused() {
    for (var id : new String[] {"1", "me", "..%2f..", "'%20or%201=1", "%00"}) {
      var status = server.get(admin, USERS + "/" + id).status();
      assertThat(status).as(id).isBetween(400, 499);
    }
  }

  @Test
  void taken_emails_and_the_last_admin_are_protected() {
    var ada = create("ada@example.org", "\"is_admin\": false");
    var mine = USERS + "/" + server.get(admin, "/api/auth/me").json().path("id").stringValue();
    var body = "{\"email\": \"ADA@example.org\", \"password\": \"correct horse\"}";
    assertThat(server.post(admin, USERS, body).status()).isEqualTo(400);
    assertThat(server.patch(admin, mine, "{\"email\": \"ada@example.org\"}").status())
        .isEqualTo(400);
    assertThat(server.patch(admin, mine, "{\"is_admin\": false}").status()).isEqualTo(400);
    assertThat(server.delete(admin, mine).status()).isEqualTo(400);
    assertThat(server.get(admin, USERS + "/" + ada.path("id").stringValue()).json()).isEqualTo(ada);
  }

  @Test
  void a_password_that_an_admin_sets_ends_the_users_sessions_and_not_the_admins() {
    var token = server.user("ada@example.org");
    var id = server.get(token, "/api/auth/me").json().path("id").stringValue();
    server.patch(admin, USERS + "/" + id, "{\"password\": \"another one\"}");
    assertThat(server.get(token, "/api/auth/me").status()).isEqualTo(401);

    var mine = server.get(admin, "/api/auth/me").json().path("id").stringValue();
    assertThat(server.patch(admin, USERS + "/" + mine, "{\"password\": \"another one\"}").status())
        .isEqualTo(200);
    assertThat(server.get(admin, "/api/auth/me").status()).isEqualTo(200);
  }

  private JsonNode create(String email, String more) {
    var body = "{\"email\": \"%s\", \"password\": \"correct horse\", %s}".formatted(email, more);
    var reply = server.post(admin, USERS, body);
    assertThat(reply.status()).isEqualTo(201);
    return reply.json();
  }
}
