package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StaticFilesTest {
  private final TestServer server = TestServer.start(Engine.SQLITE);
  private final TestExtension extension =
      new TestExtension("site")
          .manifest("static = \"public\"")
          .file("public/index.html", "<h1>Site</h1>")
          .file("public/app.js", "alert(1)")
          .file("public/docs/index.html", "<h1>Docs</h1>")
          .file("public/strange.xyz", "?")
          .file("secret.txt", "not for browsers")
          .install(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void files_of_the_folder_are_shown_to_everybody() {
    var page = get("/x/site/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).isEqualTo("<h1>Site</h1>");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'self';")
        .contains("frame-ancestors 'none'");
    assertThat(get("/x/site/app.js").header("Content-Type"))
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(get("/x/site/strange.xyz").header("Content-Type"))
        .isEqualTo("application/octet-stream");
    assertThat(get("/x/site/docs/").text()).isEqualTo("<h1>Docs</h1>");
  }

  @Test
  void a_folder_leads_to_its_page_so_that_links_in_it_are_right() {
    assertThat(get("/x/site").header("Location")).isEqualTo("/x/site/");
    assertThat(get("/x/site/docs").header("Location")).isEqualTo("/x/site/docs/");
  }

  @Test
  void who_has_a_file_is_told_that_it_is_the_same() {
    var etag = get("/x/site/app.js").header("ETag");
    var again = server.send("GET", null, "/x/site/app.js", null, "If-None-Match", etag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(server.send("HEAD", null, "/x/site/app.js", null).header("ETag")).isEqualTo(etag);

    extension.file("public/app.js", "alert(2)").update(server);
    var changed = server.send("GET", null, "/x/site/app.js", null, "If-None-Match", etag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text()).isEqualTo("alert(2)");
  }

  @Test
  void no_path_leads_out_of_the_folder() {
    for (var path :
        new String[] {
          "/x/site/../secret.txt",
          "/x/site/%2e%2e/secret.txt",
          "/x/site/..%2fsecret.txt",
          "/x/site/..%5csecret.txt",
          "/x/site//app.js",
          "/x/site/secret.txt",
          "/x/site/public/index.html",
          "/x/nobody/",
          "/x/nobody"
        }) {
      assertThat(get(path).status()).as(path).isIn(404, 400);
    }
    assertThat(server.post(null, "/x/site/app.js", "{}").status()).isEqualTo(405);
  }

  @Test
  void an_extension_that_is_off_or_gone_shows_nothing() {
    extension.enable(server, false);
    assertThat(get("/x/site/").status()).isEqualTo(404);
    extension.enable(server, true);
    assertThat(get("/x/site/").status()).isEqualTo(200);
    extension.uninstall(server);
    assertThat(get("/x/site/").status()).isEqualTo(404);
  }

  private Reply get(String path) {
    return server.get(null, path);
  }
}
