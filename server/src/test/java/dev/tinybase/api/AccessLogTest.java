package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.testing.LogCapture;
import dev.tinybase.testing.RecordCopy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private final LogCapture log = new LogCapture("access");
  private final List<String> lines = log.lines();

  @AfterEach
  void stopListening() {
    log.close();
  }

  private static Route setup() {
    return Route.get("/setup/{x}", "things_setup")
        .anyQuery()
        .auth()
        .handle(_ -> Response.noContent());
  }

  private static TestApi api(boolean access) {
    return api(access, Settings.Log.Format.TEXT);
  }

  private static TestApi api(boolean access, Settings.Log.Format format) {
    var all = TestApi.settings(s -> s);
    var settings = RecordCopy.with(all, "log", new Settings.Log("info", access, format));
    return new TestApi(settings, TestApi.services(), List.of(setup()));
  }

  @Test
  void a_line_names_the_request_and_no_secret_of_it() {
    try (var api = api(true)) {
      api.get(
          "/setup/1?token=top-secret", "Authorization", "Bearer user-token", "X-Request-Id", "r1");
      api.get("/nowhere", "X-Request-Id", "r2");
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .matches("127\\.0\\.0\\.1 GET /setup/1 204 \\d+\\.\\dms 0B r1 " + TestApi.USER.id());
    assertThat(lines.getLast()).matches("127\\.0\\.0\\.1 GET /nowhere 404 \\d+\\.\\dms \\d+B r2 -");
    assertThat(lines.toString()).doesNotContain("secret", "user-token");
  }

  @Test
  void as_json_it_has_a_member_for_each_thing_it_tells() {
    try (var api = api(true, Settings.Log.Format.JSON)) {
      api.get(
          "/setup/1?token=top-secret", "Authorization", "Bearer user-token", "X-Request-Id", "r1");
      api.raw("GET /\"\\\u0001 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
    assertThat(lines).hasSize(2);
    var first = Json.parse(bytes("{" + lines.getFirst() + "}"));
    assertThat(first.path("message").stringValue()).isEqualTo("GET /setup/1 204");
    assertThat(first.path("request_id").stringValue()).isEqualTo("r1");
    assertThat(first.path("address").stringValue()).isEqualTo("127.0.0.1");
    assertThat(first.path("status").intValue()).isEqualTo(204);
    assertThat(first.path("bytes").intValue()).isZero();
    assertThat(first.path("duration_ms").isNumber()).isTrue();
    assertThat(first.path("caller").stringValue()).isEqualTo(TestApi.USER.id().toString());
    var forged = Json.parse(bytes("{" + lines.getLast() + "}"));
    assertThat(forged.path("path").stringValue()).isEqualTo("/???");
    assertThat(forged.path("caller").isNull()).isTrue();
    assertThat(lines.toString()).doesNotContain("secret", "user-token");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void it_can_be_turned_off() {
    try (var api = api(false)) {
      api.get("/health");
    }
    assertThat(lines).isEmpty();
  }

  @Test
  void a_client_can_not_write_lines_of_its_own() {
    try (var api = api(true)) {
      api.get("/a%0d%0aGET%20/forged");
      api.raw("GET /\u001b[31m HTTP/1.1\r\nHost: localhost\r\n\r\n");
      api.raw("GE\u0007T /x?token=secret HTTP/1.0\r\n\r\n");
    }
    assertThat(lines.toString()).doesNotContain("secret");
    assertThat(lines).hasSize(3).allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f));
  }
}
