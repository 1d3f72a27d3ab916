package dev.tinybase.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.ApplicationToken;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which scope each route needs, and that it is asked for. A new route needs a line here. */
class ScopeMatrixTest {
  /**
   * Every route outside of {@code /api/admin}, each of which needs {@code admin}. A dash is for
   * routes where a token needs no scope and has no rights by it.
   */
  private static final String NEEDED =
      """
      -               auth_get_instance_info auth_get_setup_status auth_setup auth_register auth_login
      -               auth_refresh_token auth_logout auth_get_me auth_update_me auth_change_password
      -               auth_get_setup_page auth_post_setup_page
      -               auth_list_sessions auth_end_session
      -               system_get_root system_get_healthz system_get_health system_get_ready
      -               system_get_health_live system_get_health_ready
      -               system_get_openapi system_get_metrics system_get_security_contact
      -               docs_get_page docs_get_asset docs_get_redoc ui_get_page ui_get_file
      -               extensions_get_page extensions_get_file
      records:read    collections_list_collections collections_get_collection
      records:read    collections_get_collection_schema
      records:read    collections_list_records collections_query_records collections_get_record
      records:read    collections_export_records
      records:write   collections_create_record collections_update_record collections_replace_record
      records:write   collections_delete_record collections_import_records
      records:write   collections_apply_batch
      functions:call  functions_list_functions functions_get_function_schema functions_get_call
      functions:call  functions_call_function functions_call_function_get functions_call_function_put
      functions:call  functions_call_function_patch functions_call_function_delete
      admin           functions_list_functions_admin
      admin           collections_create_collection collections_update_collection
      admin           collections_delete_collection
      """;

  private final TestServer server = TestServer.start(Engine.SQLITE);
  private final List<Route> routes = server.tinybase().api().routes();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void each_route_needs_the_scope_that_the_table_says() {
    var actual = new TreeMap<String, String>();
    for (var route : routes) {
      if (route.path().startsWith("/api/admin/")) {
        assertThat(route.scope()).as(route.operation().id()).isEqualTo(Scope.ADMIN);
      } else {
        actual.put(route.operation().id(), word(route.scope()));
      }
    }
    assertThat(actual).containsExactlyInAnyOrderEntriesOf(needed());
  }

  @Test
  void a_route_refuses_every_token_without_its_scope_and_no_other_one() {
    var tokens = tokens();
    var wrong = new ArrayList<String>();
    for (var route : routes) {
      tokens.forEach((scope, token) -> {
        var reply = send(route, token);
        boolean refused = reply.text().contains("insufficient_scope");
        if (refused != isRefused(route, scope) || reply.status() == 500) {
          wrong.add(scope + " " + route.operation().id() + " " + reply.status());
        } else if (refused) {
          var needed = route.scope() == null ? Scope.ADMIN : route.scope();
          assertThat(reply.status()).isEqualTo(403);
          assertThat(reply.json().path("detail").asString()).contains("'" + needed.word() + "'");
          assertThat(reply.header("WWW-Authenticate")).contains("scope=\"" + needed.word() + "\"");
        }
      });
    }
    assertThat(wrong).isEmpty();
  }

  /** The metrics' own token may read them, so that their handler asks. */
  private static boolean isRefused(Route route, Scope scope) {
    var needed = route.path().equals("/metrics") ? Scope.ADMIN : route.scope();
    return needed != null && scope != Scope.ADMIN && scope != needed;
  }

  private TestServer.Reply send(Route route, String token) {
    var path =
        route
            .path()
            .replaceAll("\\{\\w*(_id|\\bid)}", "00000000-0000-0000-0000-000000000000")
            .replaceAll("\\{[^}]*}", "nothing");
    var body = route.body() == Route.BodyKind.NONE ? null : "{}";
    return server.send(route.method(), token, path, body);
  }

  private Map<Scope, String> tokens() {
    var tokens = new LinkedHashMap<Scope, String>();
    for (var scope : Scope.values()) {
      var wanted = new ApplicationToken.Wanted(scope.word(), null, Set.of(scope), null);
      var made =
          server.tinybase().auth().applicationTokens().create(wanted, new Principal.Operator());
      tokens.put(scope, made.value());
    }
    return tokens;
  }

  private static Map<String, String> needed() {
    return NEEDED
        .lines()
        .map(line -> line.split("\\s+"))
        .flatMap(words -> Arrays.stream(words).skip(1).map(id -> Map.entry(id, words[0])))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
  }

  private static String word(@Nullable Scope scope) {
    return scope == null ? "-" : scope.word();
  }
}
