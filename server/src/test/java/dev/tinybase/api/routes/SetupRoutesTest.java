package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.api.AdminRoutes;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class SetupRoutesTest {
  private final TestServer server;
  private final String token;

  SetupRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    server.tinybase().database().write(sql -> sql.update("delete from _users"));
    token = server.tinybase().auth().setupToken().open().orElseThrow();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_link_shows_a_form_that_makes_the_admin() {
    var page = server.get(null, "/setup?token=" + token);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.text()).contains("<form method=\"post\" action=\"setup\">", token);

    var done = submit(token, "root@example.org", "correct horse");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("root@example.org").doesNotContain(token, "correct horse");
    assertThat(server.tinybase().auth().users().find("root@example.org").orElseThrow().isAdmin())
        .isTrue();
  }

  @Test
  void browsers_go_on_to_the_admin_ui_unless_they_ask_for_the_form() {
    assumeTrue(AdminRoutes.isUiBuilt(), "this program was built without the admin UI (-DskipUi)");
    var path = "/setup?token=" + token;
    var sent = browse(path);
    assertThat(sent.status()).isEqualTo(307);
    assertThat(sent.header("Location")).isEqualTo("/admin" + path);
    assertThat(sent.header("Cache-Control")).isEqualTo("no-store");
    assertThat(browse(path + "&form=true").text()).contains("<form");
    assertThat(browse("/setup?token=wrong").status()).isEqualTo(403);
  }

  private Reply browse(String path) {
    return server.send("GET", null, path, null, "Accept", "text/html,*/*;q=0.8");
  }

  @Test
  void the_page_runs_nothing_and_leaks_nothing() throws Exception {
    var page = server.get(null, "/setup?token=" + token);
    var style = page.text().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
    var digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
    assertThat(page.text()).doesNotContain("<script", "http:", "https:", "onload");
    assertThat(page.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(digest)
                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void a_wrong_token_shows_no_form() {
    for (var wrong : new String[] {"", "?token=", "?token=wrong", "?token=%22%3E%3Cscript%3E"}) {
      var page = server.get(null, "/setup" + wrong);
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.text()).doesNotContain("<form", "<script");
    }
    assertThat(submit("wrong", "root@example.org", "correct horse").status()).isEqualTo(403);
    assertThat(server.tinybase().auth().users().count()).isZero();
  }

  @Test
  void the_link_works_once() {
    submit(token, "root@example.org", "correct horse");
    assertThat(server.get(null, "/setup?token=" + token).status()).isEqualTo(409);
    assertThat(submit(token, "second@example.org", "correct horse").status()).isEqualTo(409);
    assertThat(server.tinybase().auth().users().count()).isEqualTo(1);
  }

  @Test
  void a_mistake_shows_the_form_again_with_what_was_typed_but_not_the_password() {
    var page = submit(token, "\"><script>alert(1)</script>@x", "my secret");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text())
        .contains("<form", "&quot;&gt;&lt;script&gt;", "role=\"alert\"")
        .doesNotContain("<script", "my secret");
    assertThat(submit(token, "root@example.org", "short").text()).contains("8 to 1024");
    assertThat(server.tinybase().auth().users().count()).isZero();
  }

  @Test
  void bodies_that_are_no_form_are_refused() {
    assertThat(post("application/json", "{}").status()).isEqualTo(415);
    var form = "application/x-www-form-urlencoded";
    assertThat(post(form, "").status()).isEqualTo(403);
    assertThat(post(form, "token=%").status()).isEqualTo(400);
    assertThat(post(form, "token=%00").status()).isEqualTo(400);
    assertThat(post(form, "token=\u2603").status()).isEqualTo(400);
    assertThat(post(form, "token=" + "a".repeat(20_000)).status()).isEqualTo(413);
  }

  private Reply submit(String secret, String email, String password) {
    return post(
        "application/x-www-form-urlencoded",
        "token=%s&email=%s&password=%s".formatted(encode(secret), encode(email), encode(password)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private Reply post(String type, String body) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/setup"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
