package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused. They leave nothing behind, so that one server does for all. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
  private static final String JOBS = "/api/admin/jobs";
  private static final String CALLS = "/api/admin/functions/calls";
  private static final String LOGS = "/api/admin/functions/logs";
  private static final String TOKENS = "/api/admin/application-tokens";
  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "send_receipt", auth = Auth.ADMIN)
      void sendReceipt() {}

      @Register(name = "sleep", auth = Auth.ADMIN)
      void sleep() {}
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
    Files.writeString(server.functionsFolder().resolve("send_receipt.java"), FUNCTIONS);
    assertThat(server.tinybase().functions().loader().reload().failures()).isEmpty();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'function_name': 'send_recipt'}                             | 400 | did you mean 'send_receipt'",
        "{}                                                           | 422 | function_name",
        "{'function_name': 5}                                         | 422 | function_name",
        "{'function_name': 'sleep', 'payloud': {}}                    | 422 | did you mean 'payload'",
        "{'function_name': 'sleep', 'delay_seconds': -1}              | 422 | delay_seconds",
        "{'function_name': 'sleep', 'delay_seconds': 1e30}            | 422 | delay_seconds",
        "{'function_name': 'sleep', 'run_at': 'tomorrow'}             | 422 | run_at",
        "{'function_name': 'sleep', 'run_at': '+99999-01-01T00:00:00Z'} | 422 | run_at",
        "{'function_name': 'sleep', 'run_at': '2099-01-01T00:00:00Z', 'delay_seconds': 1} | 422 | delay_seconds",
        "{'function_name': 'sleep', 'priority': 'high'}               | 422 | priority",
        "{'function_name': 'sleep', 'priority': 9999999999}           | 422 | priority",
        "{'function_name': 'sleep', 'unique_key': ''}                 | 422 | unique_key",
        "{'function_name': 'sleep', 'unique_key': '  '}               | 422 | unique_key",
        "{'function_name': 'sleep', 'max_attempts': 0}                | 422 | max_attempts",
        "{'function_name': 'sleep', 'max_attempts': 101}              | 422 | max_attempts",
        "[]                                                           | 422 | object"
      })
  void a_job_that_makes_no_sense_is_refused_and_nothing_is_kept(
      String body, int status, String told) {
    var reply = server.post(server.adminToken(), JOBS, body.replace('\'', '"'));
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.text()).contains(told);
    var jobs = server.get(server.adminToken(), JOBS + "?source=user").json();
    assertThat(jobs.path("total").intValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?status=done",
        "?source=mine",
        "?limit=1001",
        "?limit=-1",
        "?offset=-1",
        "?cursor=abc",
        "?schedule_id=1",
        "?total=maybe",
        "/1"
      })
  void questions_about_jobs_that_make_no_sense_are_422(String query) {
    assertThat(server.get(server.adminToken(), JOBS + query).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CALLS + "?status=done",
        CALLS + "?trigger_type=x",
        CALLS + "?limit=0",
        CALLS + "?limit=1001",
        CALLS + "?offset=-1",
        CALLS + "?cursor=abc",
        CALLS + "?user_id=1",
        CALLS + "?since=yesterday",
        CALLS + "?until=%2B999999999-01-01T00:00:00Z",
        CALLS + "/1",
        "/api/admin/functions/metrics?hours=0",
        "/api/admin/functions/metrics?hours=721",
        "/api/admin/functions/metrics?period=week",
        LOGS + "?level=loud",
        LOGS + "?after=-1",
        LOGS + "?call_id=x"
      })
  void questions_about_calls_that_make_no_sense_are_422(String path) {
    assertThat(server.get(server.adminToken(), path).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /api/admin/extensions                         |                      | 200",
        "POST   | /api/admin/extensions                         | {}                   | 422",
        "POST   | /api/admin/extensions                         | {\"repo_url\": 1}    | 422",
        "POST   | /api/admin/extensions                         | {\"repo_url\": \"\"} | 422",
        "POST   | /api/admin/extensions                         | {\"repo_url\": \"nonsense\", \"x\": 1} | 422",
        "POST   | /api/admin/extensions                         | {\"repo_url\": \"ext::sh -c id\"} | 400",
        "POST   | /api/admin/extensions                         | {\"repo_url\": \"/nowhere/at/all\"} | 400",
        "POST   | /api/admin/extensions/preview                 | []                   | 422",
        "GET    | /api/admin/extensions?enabled=1               |                      | 400",
        "GET    | /api/admin/extensions?limit=1001              |                      | 422",
        "GET    | /api/admin/extensions/nobody                  |                      | 404",
        "PATCH  | /api/admin/extensions/nobody                  | {\"is_enabled\": true} | 404",
        "PATCH  | /api/admin/extensions/nobody                  | {\"is_enabled\": 1}  | 422",
        "DELETE | /api/admin/extensions/nobody                  |                      | 404",
        "POST   | /api/admin/extensions/nobody/update           | {}                   | 404",
        "POST   | /api/admin/extensions/nobody/update           | {\"ref\": 1}         | 422",
        "GET    | /api/admin/extensions/nobody/settings         |                      | 404",
        "PATCH  | /api/admin/extensions/nobody/settings         | {}                   | 404",
        "PATCH  | /api/admin/extensions/nobody/settings         | 1                    | 422",
        "GET    | /api/admin/extensions/%2e%2e                  |                      | 404",
      })
  void bad_requests_about_extensions_are_told_so_and_all_are_for_admins(
      String method, String path, String body, int status) {
    var admin = server.send(method, server.adminToken(), path, body);
    assertThat(admin.status()).as(admin.text()).isEqualTo(status);
    if (status >= 400) {
      assertThat(admin.json().has("detail")).isTrue();
      assertThat(admin.json().path("request_id").isString()).isTrue();
    }
    assertThat(server.send(method, null, path, body).status()).isEqualTo(401);
    var user =
        server.user(
            "user" + Integer.toHexString((method + path + body).hashCode()) + "@example.com");
    assertThat(server.send(method, user, path, body).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | name
          {"name": ""}                                        | name
          {"name": "a\\nb"}                                   | name
          {"name": " a"}                                      | name
          {"name": "a", "scopes": ["record:read"]}            | scopes
          {"name": "a", "scopes": []}                         | scopes
          {"name": "a", "scopes": 1}                          | scopes
          {"name": "a", "expires_days": 0}                    | expires_days
          {"name": "a", "expires_days": 99999999}             | expires_days
          {"name": "a", "expires_at": "2001-01-01T00:00:00Z"} | expires_at
          {"name": "a", "expires_at": "soon"}                 | expires_at
          {"name": "a", "expires": 1}                         | expires
          """)
  void what_is_no_token_is_refused_with_its_place(String body, String place) {
    var reply = server.post(server.adminToken(), TOKENS, body);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().path("detail").path(0).path("loc").path(1).asString()).isEqualTo(place);
    assertThat(server.get(server.adminToken(), TOKENS).json().path("tokens").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          register | {}                                              | email    | missing
          register | {"email": "ada", "password": "correct horse"}   | email    | value_error
          register | {"email": "", "password": "correct horse"}      | email    | string_too_short
          register | {"email": 1, "password": "correct horse"}       | email    | string_type
          register | {"email": null, "password": "correct horse"}    | email    | missing
          register | {"email": {"ne": 1}, "password": "x"}           | email    | string_type
          register | {"email": "a@b.org", "password": "1234567"}     | password | string_too_short
          register | {"email": "a@b.org", "password": 12345678}      | password | string_type
          register | {"email": "a@b.org"}                            | password | missing
          login    | {"email": "ada", "password": "x"}               | email    | value_error
          login    | {"email": "a@b.org"}                            | password | missing
          login    | {"email": "a@b.org", "password": ["x"]}         | password | string_type
          setup    | {"email": "a@b.org", "password": "12345678"}    | token    | missing
          refresh  | {}                                              | refresh_token | missing
          refresh  | {"refresh_token": 7}                            | refresh_token | string_type
          """)
  void a_wrong_field_of_an_account_is_named(String route, String body, String field, String type) {
    var reply = server.post(null, "/api/auth/" + route, body);
    assertThat(reply.status()).isEqualTo(422);
    var error =
        reply.json().path("detail").values().stream()
            .filter(entry -> entry.path("loc").path(1).stringValue().equals(field))
            .findFirst()
            .orElseThrow();
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(error.path("loc").path(0).stringValue()).isEqualTo("body");
  }
}
