package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class UserImportRoutesTest {
  private static final String PATH = "/api/admin/users/import";
  private static final String ARGON =
      "$argon2id$v=19$m=1024,t=2,p=2$CGiuJPalptgXnGbbzt/7lA"
          + "$fET/vVBL+ghXFfCXAnO7R+bl8ySZpLMGk19vsVMaG00";
  private static final String DJANGO =
      "pbkdf2_sha256$1000$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=";
  private static final String ID = "0196b0a2-0000-7000-8000-000000000001";

  private final TestServer server;
  private final String admin;

  UserImportRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void members_come_in_with_their_hashes_and_log_in_with_their_old_passwords() {
    var csv =
        "id,email,password_hash,is_admin,created_at,verified\n"
            + ID
            + ",ada@example.org,\""
            + ARGON
            + "\",true,2020-05-01 12:00:00+00,true\n"
            + ",bob@example.org,"
            + DJANGO
            + ",false,2021-01-01T00:00:00Z,false\n"
            + ",eve@example.org,,,,\n";
    var result = send("text/csv", "", csv);
    assertThat(result.path("inserted").intValue()).as(result.toString()).isEqualTo(3);
    var ada = server.get(admin, "/api/admin/users/" + ID).json();
    assertThat(ada.path("is_admin").booleanValue()).isTrue();
    assertThat(ada.path("created_at").stringValue()).isEqualTo("2020-05-01T12:00:00.000000Z");

    assertThat(login("ada@example.org", "wrong horse").status()).isEqualTo(401);
    assertThat(hash("ada@example.org")).isEqualTo(ARGON);
    assertThat(login("ada@example.org", "correct horse").status()).isEqualTo(200);
    assertThat(hash("ada@example.org")).startsWith("$2y$04$");
    assertThat(login("ada@example.org", "correct horse").status()).isEqualTo(200);
    assertThat(login("bob@example.org", "correct horse").status()).isEqualTo(200);
    assertThat(login("eve@example.org", "!").status()).isEqualTo(401);
    assertThat(login("eve@example.org", "").status()).isEqualTo(401);
  }

  @Test
  void a_bad_line_is_named_and_nothing_is_made() {
    var lines =
        """
        {"email": "ada@example.org", "password": "correct horse"}
        {"email": "no address"}
        {"email": "bob@example.org", "password_hash": "plain"}
        {"email": "eve@example.org", "pasword": "x"}
        not JSON
        {"email": "ADA@example.org"}
        {"email": "admin@example.com"}
        {"email": "kim@example.org", "is_admin": "yes", "created_at": "soon", "id": "7"}
        """;
    var result = send("application/x-ndjson", "", lines);
    assertThat(result.path("inserted").intValue()).isZero();
    assertThat(result.path("stopped").booleanValue()).isTrue();
    assertThat(result.path("errors").valueStream().map(it -> it.path("line").intValue()))
        .containsExactly(2, 3, 4, 5, 6, 7, 8);
    assertThat(result.path("errors").path(2).path("message").asString())
        .contains("did you mean 'password'?");
    assertThat(result.path("errors").path(6).path("message").asString())
        .contains("is_admin", "created_at", "id");
    assertThat(emails()).isEqualTo(1);

    var dry = send("application/x-ndjson", "?dry_run=true&skip_bad=true", lines);
    assertThat(dry.path("inserted").intValue()).isEqualTo(1);
    assertThat(emails()).isEqualTo(1);
    var good = send("application/x-ndjson", "?skip_bad=true", lines);
    assertThat(good.path("inserted").intValue()).isEqualTo(1);
    assertThat(good.path("failed").intValue()).isEqualTo(7);
    assertThat(emails()).isEqualTo(2);
    assertThat(login("ada@example.org", "correct horse").status()).isEqualTo(200);
  }

  @Test
  void a_hash_that_costs_too_much_never_comes_in() {
    var hash = ARGON.replace("m=1024", "m=4194304");
    var result =
        send(
            "application/json",
            "",
            "[{\"email\": \"ada@example.org\", \"password_hash\": \"" + hash + "\"}]");
    assertThat(result.path("failed").intValue()).isEqualTo(1);
    assertThat(result.toString()).contains("not from 16 to 131072").doesNotContain(hash);
  }

  @Test
  void only_admins_import() {
    assertThat(post(server.user("ada@example.org"), "text/csv", "", "email\n").status())
        .isEqualTo(403);
    assertThat(post(null, "text/csv", "", "email\n").status()).isEqualTo(401);
  }

  @Test
  void a_file_with_too_many_passwords_to_hash_is_refused() {
    var lines = new StringBuilder("email,password\n");
    for (int i = 0; i < 501; i++) {
      lines.append("user").append(i).append("@example.org,correct horse\n");
    }
    var reply = post(admin, "text/csv", "", lines.toString());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("code").asString()).isEqualTo("too_many_passwords");
    assertThat(emails()).isEqualTo(1);
  }

  private JsonNode send(String type, String query, String body) {
    var reply = post(admin, type, query, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private TestServer.Reply post(@Nullable String token, String type, String query, String body) {
    var request =
        HttpRequest.newBuilder(server.uri(PATH + query))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    return server.send(
        (token == null ? request : request.header("Authorization", "Bearer " + token)).build());
  }

  private TestServer.Reply login(String email, String password) {
    var body = Json.object().put("email", email).put("password", password);
    return server.post(null, "/api/auth/login", body.toString());
  }

  private String hash(String email) {
    return server
        .tinybase()
        .database()
        .read(sql ->
            sql.first(
                "select password_hash from _users where email = ?", row -> row.text(1), email))
        .orElseThrow();
  }

  private int emails() {
    return server.get(admin, "/api/admin/users?limit=0").json().path("total").intValue();
  }
}
