package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures of handlers of hooks at {@code /metrics}. */
@ParameterizedClass
@EnumSource(Engine.class)
class HookMetricsTest {
  private final TestServer server;

  HookMetricsTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HookHandler handler(HookKind kind, String name, HookAction action) {
    var figures = new HookFigures();
    HookAction counting =
        (cause, event) -> {
          boolean failed = true;
          try {
            var answer = action.run(cause, event);
            failed = false;
            return answer;
          } finally {
            figures.record(2_000_000, failed);
          }
        };
    var declaration = new HookDeclaration(kind, Set.of("posts"), null, 0);
    return new HookHandler(declaration, name, "notes.java", null, counting, figures);
  }

  private String metrics() {
    return server.get(server.adminToken(), "/metrics").text();
  }

  @Test
  void runs_failures_and_what_waits_are_told_by_handler() {
    HookAction failing =
        (_, _) -> {
          throw HookHandler.failed();
        };
    server
        .tinybase()
        .hooks()
        .replace(
            List.of(
                handler(HookKind.BEFORE_RECORD_READ, "notes.view", (_, _) -> null),
                handler(HookKind.ON_RECORD_CREATE, "notes.told", failing),
                handler(HookKind.ON_RECORD_DELETE, "notes.told", failing)));
    var admin = server.adminToken();
    server.post(
        admin,
        "/api/collections",
        "{\"name\": \"posts\", \"label\": \"Posts\", \"schema\": {\"fields\":"
            + " [{\"name\": \"title\", \"type\": \"string\"}]}}");
    var made = server.post(admin, "/api/collections/posts/records", "{\"data\": {}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);

    Eventually.until(
        "a failed event waits",
        () -> metrics().contains("tinybase_hook_waiting{handler=\"notes.told\"} 1"));
    var view = "{handler=\"notes.view\"";
    assertThat(metrics())
        .contains(
            "tinybase_hook_duration_seconds_count" + view + "} 1",
            "tinybase_hook_duration_seconds_sum" + view + "} 0.002",
            "tinybase_hook_duration_seconds" + view + ",quantile=\"0.95\"} 0.00",
            "tinybase_hook_failures_total" + view + "} 0",
            "tinybase_hook_failures_total{handler=\"notes.told\"} ",
            "tinybase_hook_backlog{handler=\"notes.told\"} 1",
            "tinybase_hook_dead{handler=\"notes.told\"} 0",
            "tinybase_hook_missed{handler=\"notes.told\"} 0",
            "tinybase_hook_stopped{handler=\"notes.told\"} 0")
        .doesNotContain("tinybase_hook_backlog{handler=\"notes.view\"");
  }

  @Test
  void where_there_are_no_hooks_there_are_no_figures_of_them() {
    assertThat(metrics()).doesNotContain("handler=");
  }
}
