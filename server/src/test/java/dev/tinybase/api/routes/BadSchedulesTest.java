package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules that are refused, with the place and the next step. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(Lifecycle.PER_CLASS) // what is refused leaves nothing behind: one server does for all
class BadSchedulesTest {
  private static final String SCHEDULES = "/api/admin/schedules";
  private static final String HOURLY =
      "'schedule': {'method': 'interval', 'unit': 'hours', 'value': 1}";
  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;

      record Tick(int every) {}

      @Register(name = "beat", auth = Auth.ADMIN)
      void beat() {}

      @Register(name = "tick", auth = Auth.ADMIN)
      void tick(Tick tick) {}
      """;

  @SuppressWarnings("NullAway.Init") // set before any test
  @Parameter
  Engine engine;

  @SuppressWarnings("NullAway.Init") // set before any test
  private TestServer server;

  @BeforeParameterizedClassInvocation
  void start(Engine engine) throws IOException {
    server = TestServer.start(engine);
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("beat.java"), FUNCTIONS);
    server.tinybase().functions().loader().reload();
  }

  @AfterParameterizedClassInvocation
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'function_name': 'baet', 'schedule': {}             | 400 | did you mean 'beat'?",
        "'schedule': null                                    | 422 | schedule",
        "'function_name': 'tick'                             | 422 | \"input_data\",\"every\"",
        "'function_name': 'tick', 'input_data': {'every': 'x'} | 422 | \"input_data\",\"every\"",
        "'function_name': null                               | 422 | function_name",
        "'schedule': 5                                       | 422 | schedule",
        "'schedule': {}                                      | 400 | schedule.method",
        "'schedule': {'type': 'cron', 'cron': '@daily'}      | 400 | schedule.method",
        "'schedule': {'method': 'corn'}                      | 400 | did you mean 'cron'?",
        "'schedule': {'method': 'cron', 'cron': '61 * * * *'} | 400 | schedule.cron",
        "'schedule': {'method': 'cron', 'cron': '0 0 30 2 *'} | 400 | schedule.cron",
        "'schedule': {'method': 'cron', 'cron': ''}          | 400 | schedule.cron",
        "'schedule': {'method': 'cron', 'cron': '@daily', 'timezone': 'Europe/Berlni'} | 400 | did you mean 'Europe/Berlin'?",
        "'schedule': {'method': 'interval', 'unit': 'hours', 'value': 0} | 400 | schedule.value",
        "'schedule': {'method': 'interval', 'unit': 'weeks', 'value': 1} | 400 | schedule.unit",
        "'schedule': {'method': 'once', 'date': '2001-01-01', 'time': '10:00'} | 400 | past",
        "'schedule': {'method': 'once', 'date': '2098-02-30', 'time': '10:00'} | 400 | schedule.date",
        "'schedule': {'method': 'once', 'date': '2098-02-01', 'time': '25:00'} | 400 | schedule.time",
        "'name': ''                                          | 422 | name",
        "'input_data': []                                    | 422 | input_data",
        "'is_active': 'yes'                                  | 422 | is_active",
        "'overlap': 'sikp'                                   | 422 | did you mean 'skip'?",
        "'max_parallel': 0                                   | 422 | max_parallel",
        "'max_parallel': 1001                                | 422 | max_parallel",
        "'catch_up': 'some'                                  | 422 | catch_up",
        "'catch_up_limit': 0                                 | 422 | catch_up_limit",
        "'retries': 21                                       | 422 | retries",
        "'retries': -1                                       | 422 | retries",
        "'retries': 1.5                                      | 422 | retries",
        "'retry_delay_seconds': 3601                         | 422 | retry_delay_seconds",
        "'timeout_seconds': 0                                | 422 | timeout_seconds",
        "'pause_after_failures': 0                           | 422 | pause_after_failures",
        "'starts_at': 'tomorrow'                             | 422 | starts_at",
        "'ends_at': '+999999999-01-01T00:00:00Z'             | 422 | ends_at",
        "'starts_at': '2099-01-01T00:00:00Z', 'ends_at': '2098-01-01T00:00:00Z' | 400 | ends_at",
        "'ends_at': '2001-01-01T00:00:00Z'                   | 400 | ends_at",
        "'overlapp': 'skip'                                  | 422 | did you mean 'overlap'?"
      })
  void what_makes_no_sense_is_refused_and_nothing_is_kept(String members, int status, String told) {
    var body = Json.object().put("name", "x").put("function_name", "beat");
    body.set("schedule", Json.parse(json("{" + HOURLY + "}")).path("schedule"));
    body.setAll((ObjectNode) Json.parse(json("{" + members + "}")));
    var reply = server.post(server.adminToken(), SCHEDULES, Json.text(body));
    assertThat(reply.text()).contains(told);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(get(SCHEDULES + "?name=x").path("total").intValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'function_name': 'in_code'}             | 422 | function_name",
        "{'next_run_at': '2098-01-01T00:00:00Z'}  | 422 | next_run_at",
        "{'name': null}                           | 422 | name",
        "{'retries': null}                        | 422 | retries",
        "{'retries': 21}                          | 422 | retries",
        "{'schedule': {'method': 'cron', 'cron': 'x'}} | 400 | schedule.cron",
        "{'ends_at': '2001-01-01T00:00:00Z'}      | 400 | ends_at",
        "[]                                       | 422 | object"
      })
  void a_change_that_makes_no_sense_changes_nothing(String body, int status, String told) {
    var made =
        server.post(
            server.adminToken(),
            SCHEDULES,
            json("{'name': 'b', 'function_name': 'beat', " + HOURLY + "}"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var path = SCHEDULES + "/" + made.json().path("id").asString();
    var reply = server.patch(server.adminToken(), path, json(body));
    assertThat(reply.text()).contains(told);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(get(path)).isEqualTo(made.json());
    assertThat(server.delete(server.adminToken(), path).status()).isEqualTo(204);
  }

  private JsonNode get(String path) {
    var reply = server.get(server.adminToken(), path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
