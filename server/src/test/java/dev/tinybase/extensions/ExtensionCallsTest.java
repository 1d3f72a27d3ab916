package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Routes of extensions over HTTP, in the server and in workers. */
@ParameterizedClass
@EnumSource(Isolation.class)
class ExtensionCallsTest {
  private final TestServer server;

  ExtensionCallsTest(Isolation isolation) {
    server =
        TestServer.start(
            Engine.SQLITE,
            settings ->
                RecordCopy.with(
                    settings,
                    "functions",
                    RecordCopy.with(settings.functions(), "isolation", isolation)),
            Clock.systemUTC());
    new TestExtension("shop")
        .source(
            "Shop",
            """
            class Shop {
              record Item(String id, String method, String query, String body) {}

              @Route(path = "/items/{id}", auth = Auth.PUBLIC, description = "One item")
              Item item(Request request) {
                return new Item(
                    request.path("id"),
                    request.method(),
                    request.parameter("q").orElse(""),
                    request.text());
              }

              @Route(path = "/items/first", auth = Auth.PUBLIC)
              String first() { return "the first"; }

              @Route(method = "PUT", path = "/items/{id}", auth = Auth.PUBLIC)
              Response put(Request request) {
                return Response.json(request.text()).status(201).header("X-Shop", "open");
              }

              @Route(path = "/mine")
              String mine(Context ctx) { return ctx.user().orElseThrow().email(); }

              @Route(path = "/all", auth = Auth.ADMIN)
              void all() {}

              @Route(path = "/", auth = Auth.PUBLIC)
              List<Integer> root() { return List.of(1, 2); }

              @Route(path = "/refuses", auth = Auth.PUBLIC)
              void refuses() { throw new FunctionException("sold_out", "Nothing is left."); }

              @Route(path = "/crashes", auth = Auth.PUBLIC)
              void crashes() { throw new IllegalStateException("the till is at /etc/till"); }

              @Route(path = "/numbers", auth = Auth.PUBLIC)
              java.util.stream.Stream<Integer> numbers() { return java.util.stream.Stream.of(1, 2); }

              @Route(path = "/secretly", auth = Auth.PUBLIC)
              Object secretly(Context ctx) { return ctx.records("hidden").count(Filter.ALL); }
            }
            """)
        .install(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_request_comes_with_its_variables_and_the_return_value_is_the_answer() {
    var reply = server.get(null, "/api/x/shop/items/a%20b?q=yes");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("X-Call-Id")).isNotEmpty();
    assertThat(reply.json().path("id").stringValue()).isEqualTo("a b");
    assertThat(reply.json().path("query").stringValue()).isEqualTo("yes");
    assertThat(server.get(null, "/api/x/shop/items/first").text()).isEqualTo("\"the first\"");
    assertThat(server.get(null, "/api/x/shop").text()).isEqualTo("[1,2]");
    var put = server.put(null, "/api/x/shop/items/7", "{\"price\":1}");
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("X-Shop")).isEqualTo("open");
    assertThat(server.get(null, "/api/x/shop/numbers").text()).isEqualTo("1\n2\n");
  }

  @Test
  void other_methods_and_paths_are_refused_as_everywhere() {
    var other = server.delete(null, "/api/x/shop/items/7");
    assertThat(other.status()).isEqualTo(405);
    assertThat(other.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
    assertThat(server.get(null, "/api/x/shop/nothing").status()).isEqualTo(404);
    assertThat(server.get(null, "/api/x/nobody/items/7").status()).isEqualTo(404);
    assertThat(server.send("HEAD", null, "/api/x/shop/items/7", null).status()).isEqualTo(200);
    var slashed = server.get(null, "/api/x/shop/items/7/");
    assertThat(slashed.status()).isEqualTo(307);
    assertThat(slashed.header("Location")).isEqualTo("/api/x/shop/items/7");
  }

  @Test
  void levels_are_asked_and_the_caller_keeps_his_rights() {
    var user = server.user("ann@example.com");
    assertThat(server.get(null, "/api/x/shop/mine").status()).isEqualTo(401);
    assertThat(server.get(user, "/api/x/shop/mine").text()).isEqualTo("\"ann@example.com\"");
    assertThat(server.get(null, "/api/x/shop/all").status()).isEqualTo(401);
    assertThat(server.get(user, "/api/x/shop/all").status()).isEqualTo(403);
    assertThat(server.get(server.adminToken(), "/api/x/shop/all").status()).isEqualTo(204);
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            "{\"name\": \"hidden\", \"label\": \"Hidden\", \"schema\": {\"fields\": [{\"name\": \"a\", \"type\":"
                + " \"string\"}]}, \"options\": {\"access\": {\"list\": \"admin\"}}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(server.get(user, "/api/x/shop/secretly").status()).isEqualTo(400);
    assertThat(server.get(server.adminToken(), "/api/x/shop/secretly").text()).isEqualTo("0");
  }

  @Test
  void a_failure_has_a_status_and_tells_nobody_what_is_not_his() {
    var refused = server.get(null, "/api/x/shop/refuses");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error_code").stringValue()).isEqualTo("sold_out");
    var crashed = server.get(null, "/api/x/shop/crashes");
    assertThat(crashed.status()).isEqualTo(500);
    assertThat(crashed.text()).doesNotContain("/etc/till");
  }

  @Test
  void calls_are_kept_like_those_of_functions() {
    var id = server.get(null, "/api/x/shop/items/7").header("X-Call-Id");
    var call = server.get(null, "/api/functions/calls/" + id).json();
    assertThat(call.path("function_name").stringValue()).isEqualTo("shop.item");
    assertThat(call.path("status").stringValue()).isEqualTo("succeeded");
    var kept = server.get(server.adminToken(), "/api/admin/functions/calls/" + id).json();
    assertThat(kept.path("trigger_type").stringValue()).isEqualTo("route");
    assertThat(server.post(null, "/api/functions/shop.item", "{}").status()).isEqualTo(404);
  }

  @Test
  void everybody_finds_them_in_the_openapi_document() {
    var operation =
        server.get(null, "/openapi.json").json().at("/paths/~1api~1x~1shop~1items~1{id}/get");
    assertThat(operation.path("summary").stringValue()).isEqualTo("One item");
    assertThat(operation.path("operationId").stringValue()).isEqualTo("shop_item");
    assertThat(names(operation.path("parameters"))).containsExactly("id");
    var admins = server.get(null, "/openapi.json").json().at("/paths/~1api~1x~1shop~1all/get");
    assertThat(admins.at("/responses/403").isMissingNode()).isFalse();
  }

  private static List<String> names(JsonNode parameters) {
    return parameters.valueStream().map(it -> it.path("name").stringValue()).toList();
  }
}
