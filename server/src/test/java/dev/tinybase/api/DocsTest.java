package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {
  private TestApi api;

  @BeforeAll
  void start() {
    api = TestApi.with();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void the_page_and_all_that_it_names_come_from_here() {
    var page = api.get("/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("http://", "https://", "<script>", "style=");
    var names = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body()).results();
    assertThat(names.map(name -> name.group(1)).toList())
        .hasSize(6)
        .noneMatch(name -> name.startsWith("/")) // below any path of a host
        .allSatisfy(name -> assertThat(api.get("/" + name).statusCode()).as(name).isEqualTo(200));
  }

  @Test
  void the_page_may_run_its_own_scripts_and_no_others() {
    assertThat(api.get("/docs").headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
  }

  @Test
  void its_files_are_kept_by_browsers() {
    var file = api.get("/docs/assets/page.js");
    assertThat(file.headers().firstValue("Cache-Control")).hasValue("public, max-age=86400");
    var etag = file.headers().firstValue("ETag").orElseThrow();
    var again = api.get("/docs/assets/page.js", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.headers().firstValue("Content-Length")).isEmpty();
  }

  @Test
  void no_other_file_of_the_program_can_be_read() {
    for (var name :
        new String[] {"..%2Fpage.js", "%2e%2e%2f%2e%2e%2fMETA-INF%2FMANIFEST.MF", "x"}) {
      assertThat(api.get("/docs/assets/" + name).statusCode()).as(name).isEqualTo(404);
    }
  }

  @Test
  void redoc_leads_to_the_page() {
    assertThat(api.get("/redoc").headers().firstValue("Location")).hasValue("/docs");
  }
}
