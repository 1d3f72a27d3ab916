package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Every operation refuses everybody, but for those that are listed here: a new route is closed
 * until somebody opens it in this file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
  /** Open to callers without an account; what of it they see is up to the access rules. */
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /",
          "GET /health",
          "GET /health/live",
          "GET /health/ready",
          "GET /healthz",
          "GET /ready",
          "GET /.well-known/security.txt",
          "GET /docs",
          "GET /docs/assets/{name}",
          "GET /redoc",
          "GET /admin",
          "GET /admin/{path}",
          "GET /openapi.json",
          "GET /x/{extension_name}",
          "GET /x/{extension_name}/{path}",
          "GET /setup",
          "POST /setup",
          "POST /api/auth/setup",
          "GET /api/auth/setup-status",
          "GET /api/auth/instance-info",
          "POST /api/auth/register",
          "POST /api/auth/login",
          "POST /api/auth/refresh",
          "GET /api/collections",
          "GET /api/collections/{collection_name}",
          "GET /api/collections/{collection_name}/schema.json",
          "GET /api/collections/{collection_name}/records",
          "POST /api/collections/{collection_name}/records",
          "POST /api/collections/{collection_name}/records/query",
          "POST /api/batch",
          "GET /api/collections/{collection_name}/records/{record_id}",
          "PUT /api/collections/{collection_name}/records/{record_id}",
          "PATCH /api/collections/{collection_name}/records/{record_id}",
          "DELETE /api/collections/{collection_name}/records/{record_id}",
          // What a function asks of its callers it says itself.
          "GET /api/functions",
          "GET /api/functions/{function_name}",
          "POST /api/functions/{function_name}",
          "PUT /api/functions/{function_name}",
          "PATCH /api/functions/{function_name}",
          "DELETE /api/functions/{function_name}",
          "GET /api/functions/{function_name}/schema",
          "GET /api/functions/calls/{call_id}");

  /** Open to everybody with an account, for what is their own. */
  private static final Set<String> ACCOUNT =
      Set.of(
          "POST /api/auth/logout",
          "GET /api/auth/me",
          "PATCH /api/auth/me",
          "POST /api/auth/me/password",
          "GET /api/auth/sessions",
          "DELETE /api/auth/sessions/{session_id}");

  /** One operation of the OpenAPI document. */
  private record Operation(String method, String path, List<String> parameters) {
    String name() {
      return method + " " + path;
    }

    Http.Reply call(Http http) {
      return call(http, "");
    }

    Http.Reply call(Http http, String query) {
      var url =
          path.replace("{collection_name}", "things")
                  .replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000")
              + query;
      return method.equals("GET")
          ? http.get(url)
          : http.with("Content-Type", "application/json").json(method, url, "{}");
    }
  }

  private World world;
  private List<Operation> operations;

  @BeforeAll
  void start() throws IOException {
    world = new World(Engine.SQLITE);
    operations = new ArrayList<>();
    var paths = world.anyone().get("/openapi.json").json().path("paths");
    for (var path : paths.properties()) {
      for (var method : path.getValue().propertyNames()) {
        if (!method.equals("parameters") && !path.getKey().contains("/collections/things")) {
          operations.add(
              new Operation(
                  method.toUpperCase(java.util.Locale.ROOT),
                  path.getKey(),
                  queryOf(path.getValue().path(method))));
        }
      }
    }
  }

  private static List<String> queryOf(JsonNode operation) {
    return operation
        .path("parameters")
        .valueStream()
        .filter(parameter -> parameter.path("in").asString().equals("query"))
        .map(parameter -> parameter.path("name").asString())
        .toList();
  }

  @AfterAll
  void stop() throws IOException {
    world.close();
  }

  @Test
  void what_is_open_exists() {
    var names = operations.stream().map(Operation::name).toList();
    assertThat(names).contains("GET /api/auth/me", "POST /api/auth/login", "POST /api/collections");
    assertThat(names).hasSizeGreaterThan(30).doesNotHaveDuplicates();
  }

  @Test
  void nobody_without_a_token_gets_past_a_closed_route() {
    refuses(world.anyone(), 401);
  }

  @Test
  void a_token_that_is_junk_is_no_token() {
    refuses(world.anyone().as("junk"), 401);
  }

  @Test
  void a_user_is_no_admin() {
    var before = world.dump();
    var softly = new SoftAssertions();
    operations.stream()
        .filter(it -> !PUBLIC.contains(it.name()) && !ACCOUNT.contains(it.name()))
        .forEach(
            it -> softly.assertThat(it.call(world.user()).status()).as(it.name()).isEqualTo(403));
    softly.assertAll();
    assertThat(world.dump()).isEqualTo(before);
  }

  @Test
  void every_operation_refuses_query_parameters_that_it_does_not_know() {
    var softly = new SoftAssertions();
    // its input, and what the pages of the admin UI understand
    var takeAny = Set.of("GET /api/functions/{function_name}", "GET /admin", "GET /admin/{path}");
    for (var operation : operations) {
      if (!takeAny.contains(operation.name())) {
        refusesParameter(operation, "zzz", "Unknown query parameter 'zzz'", softly);
        for (var known : operation.parameters()) {
          refusesParameter(operation, known + "_", "did you mean '" + known + "'?", softly);
        }
      }
    }
    softly.assertAll();
  }

  private void refusesParameter(
      Operation operation, String name, String sentence, SoftAssertions softly) {
    var reply = operation.call(world.admin(), "?" + name + "=1");
    var what = operation.name() + " " + name + ": " + reply.text();
    softly.assertThat(reply.status()).as(what).isEqualTo(400);
    softly.assertThat(reply.text()).as(what).contains("unknown_parameter", sentence);
  }

  @Test
  void what_is_mistyped_does_not_list_everything() {
    var users = world.admin().get("/api/admin/users?owner=user@example.com");
    assertThat(users.status()).isEqualTo(400);
    assertThat(users.text()).contains("'owner'; this takes limit, offset, email");
    var records = "/api/collections/things/records?";
    assertThat(world.admin().get(records + "filtr=x").text())
        .contains("did you mean 'filter'?\"")
        .doesNotContain("?.");
    assertThat(world.admin().get(records + "filtr%5Btitle%5D=x").status()).isEqualTo(400);
    assertThat(world.admin().get(records + "limit%5Btitle%5D=x").status()).isEqualTo(400);
    assertThat(world.admin().get(records + "filter%5Btitle%5D%5Beq%5D=first").status())
        .isEqualTo(200);
  }

  private void refuses(Http http, int status) {
    var before = world.dump();
    var softly = new SoftAssertions();
    operations.stream()
        .filter(it -> !PUBLIC.contains(it.name()))
        .forEach(it -> softly.assertThat(it.call(http).status()).as(it.name()).isEqualTo(status));
    softly.assertAll();
    assertThat(world.dump()).isEqualTo(before);
  }
}
