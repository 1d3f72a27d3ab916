package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.http.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private static final Logger ACCESS = Logger.getLogger("access");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          entry.getMessage().lines().forEach(lines::add);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    ACCESS.addHandler(handler);
    ACCESS.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    ACCESS.removeHandler(handler);
    ACCESS.setUseParentHandlers(true);
  }

  private static Route setup() {
    return Route.get("/setup/{x}", "things_setup")
        .anyQuery()
        .auth()
        .handle(_ -> Response.noContent());
  }

  private static TestApi api(boolean access) {
    var all = TestApi.settings(s -> s);
    var settings =
        new Settings(
            all.server(),
            new Settings.Log("info", access),
            all.database(),
            all.auth(),
            all.jwt(),
            all.cors(),
            all.rateLimit(),
            all.metrics(),
            all.functions(),
            all.scheduler(),
            all.jobs(),
            all.secrets(),
            all.admin());
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
