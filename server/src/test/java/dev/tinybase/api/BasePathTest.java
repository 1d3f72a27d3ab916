package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import dev.tinybase.testing.RecordCopy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasePathTest {
  private TestApi api;

  @BeforeAll
  void start() {
    api =
        new TestApi(
            TestApi.settings(server -> RecordCopy.with(server, "basePath", "/app")),
            TestApi.services(),
            List.of(
                Route.get("/things/{id}", "things_get")
                    .handle(r -> Response.text(200, "text/plain", r.path())),
                Route.get("/moved", "things_moved")
                    .query("to", "string", "Where to")
                    .handle(r -> moved(r.query().text("to").orElseThrow()))));
  }

  private static Response moved(String location) {
    return new Response(307, Map.of("Location", location), new Response.Body.None());
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void handlers_see_the_path_below_it() {
    assertThat(api.get("/app/things/1?x=1").body()).contains("unknown");
    assertThat(api.get("/app/things/1").body()).isEqualTo("/things/1");
    assertThat(api.get("/app/health").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app", "/app/"})
  void its_root_tells_where_things_are(String root) {
    assertThat(api.get(root).body())
        .contains("\"docs\":\"/app/docs\",\"openapi\":\"/app/openapi.json\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/apple/health", "/application", "/ap", "/App/health"})
  void what_is_outside_is_404_with_a_sentence(String path) {
    var answer = api.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("outside_base_path", "below /app/ alone");
  }

  @Test
  void locations_of_this_server_are_below_it_and_others_stay() {
    assertThat(location("/app/moved?to=/things/1")).isEqualTo("/app/things/1");
    assertThat(location("/app/moved?to=https://example.org/x")).isEqualTo("https://example.org/x");
    assertThat(location("/app/moved?to=//example.org/x")).isEqualTo("//example.org/x");
    assertThat(location("/app/things/1/")).isEqualTo("/app/things/1");
    assertThat(location("/app/redoc")).isEqualTo("/app/docs");
  }

  private String location(String path) {
    var answer = api.get(path);
    assertThat(answer.statusCode()).isEqualTo(307);
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
