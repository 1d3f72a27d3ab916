package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminRoutesTest {
  private TestApi api;

  @BeforeAll
  void start() {
    api = TestApi.with();
    boolean isBuilt = api.get("/admin").statusCode() == 200;
    if (System.getenv("REQUIRE_NODE") == null) {
      assumeTrue(isBuilt, "this program was built without the admin UI (-DskipUi)");
    }
    assertThat(isBuilt).isTrue();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void browsers_are_sent_to_it_and_programs_are_told_of_it() {
    var browser = api.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(browser.statusCode()).isEqualTo(307);
    assertThat(browser.headers().firstValue("Location")).hasValue("/admin");
    assertThat(api.get("/", "Accept", "*/*").body()).contains("\"admin\":\"/admin\"");
  }

  @Test
  void every_path_of_its_own_shows_the_one_page_which_may_run_its_own_scripts_alone() {
    var page = api.get("/admin");
    for (var path :
        new String[] {"/admin/", "/admin/collections/posts?sort=-title", "/admin/index.html"}) {
      assertThat(api.get(path).body()).as(path).isEqualTo(page.body());
    }
    assertThat(page.body()).contains("<base href=\"/admin/\"").doesNotContain("<script>");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
  }

  @Test
  void what_the_page_names_is_there_and_kept_for_ever() {
    var names =
        Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"")
            .matcher(api.get("/admin").body())
            .results();
    assertThat(names.map(name -> name.group(1)).filter(name -> name.startsWith("assets/")).toList())
        .isNotEmpty()
        .allSatisfy(name -> {
          var file = api.get("/admin/" + name);
          assertThat(file.statusCode()).as(name).isEqualTo(200);
          assertThat(header(file, "Cache-Control"))
              .isEqualTo("public, max-age=31536000, immutable");
          assertThat(header(file, "Content-Type")).matches("text/(javascript|css).*");
        });
  }

  @Test
  void a_file_that_is_none_of_it_cannot_be_read() {
    assertThat(api.get("/admin/assets/none.js").statusCode()).isEqualTo(404);
    for (var path :
        new String[] {
          "..%2fdocs%2findex.html", "%2e%2e/docs/index.html", "%2e%2e%2fdocs%2finit.js"
        }) {
      assertThat(api.get("/admin/" + path).body()).as(path).doesNotContain("swagger");
    }
  }

  private static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }
}
