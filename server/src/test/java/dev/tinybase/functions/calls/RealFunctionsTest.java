package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Files of functions as people write them, over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class RealFunctionsTest {
  private static final String SHOP =
      """
      import dev.tinybase.sdk.*;
      import jakarta.validation.constraints.Min;

      record Order(String item, @Min(1) int quantity) {}
      record Receipt(String id, double total) {}

      @Register(name = "place_order", description = "Places an order", auth = Auth.AUTH, tags = "shop")
      Receipt placeOrder(Context ctx, Order order) {
        return ctx.transaction(() -> {
          var item = ctx.records("items").first(Filter.eq("name", order.item()));
          if (item.integer("stock") < order.quantity()) {
            throw new FunctionException("out_of_stock", "Not enough.",
                Map.of("left", item.integer("stock")));
          }
          ctx.asAdmin().records("items").update(item.id(),
              Map.of("stock", item.integer("stock") - order.quantity()));
          var saved = ctx.records("orders").create(
              Map.of("item", order.item(), "total", item.number("price") * order.quantity()));
          IO.println("saved " + saved.id());
          return new Receipt(saved.id(), saved.number("total"));
        });
      }
      """;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static FunctionServer server;

  private final Engine engine;

  RealFunctionsTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) {
    server = FunctionServer.start(engine, "functions.max_result_bytes", "2000");
    server.sources("fails", FAILURES);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.log().clear();
  }

  @Test
  void an_order_changes_two_collections_or_none() {
    var admin = server.admin();
    admin.post(
        "/api/collections",
        """
        {"name": "items", "label": "Items", "schema": {"fields": [
          {"name": "name", "type": "string"}, {"name": "price", "type": "number"},
          {"name": "stock", "type": "integer"}]},
         "options": {"access": {"list": "public", "read": "public", "update": "admin"}}}\
        """);
    admin.post(
        "/api/collections",
        """
        {"name": "orders", "label": "Orders", "schema": {"fields": [
          {"name": "item", "type": "string"}, {"name": "total", "type": "number"}]},
         "options": {"access": {"create": "auth", "list": "owner", "read": "owner"}}}\
        """);
    admin.post(
        "/api/collections/items/records",
        "{\"data\":{\"name\":\"tea\",\"price\":2.5,\"stock\":3}}");
    server.sources("place_order", SHOP);

    var user = server.user("user@example.com");
    var placed =
        user.post("/api/functions/place_order", "{\"item\":\"tea\",\"quantity\":2}").json();
    assertThat(placed.get("result").get("total").doubleValue()).as("%s", placed).isEqualTo(5);
    var refused =
        user.post("/api/functions/place_order", "{\"item\":\"tea\",\"quantity\":2}").json();
    assertThat(refused.get("error_code").stringValue()).isEqualTo("out_of_stock");
    assertThat(refused.get("error_details")).isEqualTo(Json.parse("{\"left\":1}"));
    var wrong = user.post("/api/functions/place_order", "{\"item\":\"tea\",\"quantity\":0}").json();
    assertThat(wrong.get("error_type").stringValue()).isEqualTo("ValidationError");
    assertThat(wrong.get("errors").get(0).get("field").stringValue()).isEqualTo("quantity");
    assertThat(server.http().post("/api/functions/place_order", "{}").status()).isEqualTo(401);

    assertThat(user.get("/api/collections/orders/records").json().get("total").intValue())
        .isEqualTo(1);
    var stock = user.get("/api/collections/items/records").json().at("/records/0/data/stock");
    assertThat(stock.intValue()).isEqualTo(1);
  }

  @Test
  void what_a_file_may_return() {
    server.sources(
        "many",
        """
        import dev.tinybase.sdk.*;

        record Range(int from, int to) {}

        @Register(name = "many", auth = Auth.PUBLIC, methods = {"GET", "POST"})
        Stream<Integer> many(Range range) {
          return IntStream.range(range.from(), range.to()).boxed();
        }

        @Register(name = "page", auth = Auth.PUBLIC, methods = "GET")
        Response page(Request request) {
          return Response.html("<p>" + request.parameter("who").orElse("nobody") + "</p>");
        }

        @Register(name = "mood", auth = Auth.PUBLIC)
        Map<String, Object> mood() {
          return Map.of("good", true);
        }
        """);
    assertThat(server.http().get("/api/functions/many?from=2&to=5").text()).isEqualTo("2\n3\n4\n");
    var page = server.http().get("/api/functions/page?who=Ada");
    assertThat(page.text()).isEqualTo("<p>Ada</p>");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(server.http().post("/api/functions/mood", "").json().at("/result/good").asBoolean())
        .isTrue();
    assertThat(server.http().get("/api/functions/many?from=x&to=5").json().at("/errors/0/field"))
        .isEqualTo(Json.parse("\"from\""));
  }

  private static final String FAILURES =
      """
      import dev.tinybase.sdk.*;

      record Way(String how) {}

      @Register(name = "slow", auth = Auth.PUBLIC, timeout = "500ms")
      void slow() throws Exception {
        Thread.sleep(60_000);
      }

      @Register(name = "fails", auth = Auth.PUBLIC)
      Object fails(Context ctx, Way way) throws Exception {
        ctx.log().info("asked for {}", way.how());
        return switch (way.how()) {
          case "code" -> throw new FunctionException("no_luck", "Not today.", Map.of("left", 3));
          case "checked" -> throw new java.io.IOException("no file");
          case "deep" -> deep(1);
          case "large" -> "x".repeat(3_000);
          case "secret" -> throw new IllegalStateException("with " + ctx.secret("KEY"));
          case "record" -> ctx.records("nowhere").get(ctx.callId());
          case "other" -> ctx.call("fails", Map.of("how", "checked"));
          case "caught" -> {
            try {
              yield ctx.call("fails", Map.of("how", "code"));
            } catch (FunctionException e) {
              yield e.code() + e.details();
            }
          }
          default -> way.how();
        };
      }

      int deep(int depth) {
        return depth == 0 ? 0 : 1 + deep(depth + 1);
      }

      @Register(name = "half", auth = Auth.PUBLIC)
      Stream<Integer> half() {
        return Stream.of(1, 0).map(n -> 6 / n);
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "code, FunctionException, Not today., no_luck",
    "checked, IOException, no file,",
    "deep, StackOverflowError, 'The stack is full: the function, or what it calls, calls itself too deeply.',",
    "large, ResultSizeError, The result exceeds maximum size of 2000 bytes.,",
    "secret, IllegalStateException, with ***,",
    "record, FunctionException, Collection 'nowhere' not found., collection_not_found",
    "other, FunctionException, no file, function_failed",
  })
  void a_failure_tells_its_kind_and_leaves_the_function_as_it_was(
      String how, String type, @Nullable String message, @Nullable String code) {
    server.secret("KEY", "a secret value");
    var reply = server.admin().post("/api/functions/fails", "{\"how\":\"" + how + "\"}").json();
    assertThat(reply.get("error_type").stringValue()).as("%s: %s", engine, reply).isEqualTo(type);
    assertThat(reply.get("error_message").stringValue(null)).isEqualTo(message);
    assertThat(reply.path("error_code").stringValue(null)).isEqualTo(code);
    assertThat(server.http().post("/api/functions/fails", "{\"how\":\"well\"}").text())
        .contains("\"result\":\"well\"");
    assertThat(server.log().messages()).contains("asked for " + how);
  }

  @Test
  void a_call_that_takes_too_long_is_ended() {
    var reply = server.http().post("/api/functions/slow", "").json();
    assertThat(reply.get("error_type").stringValue())
        .as("%s: %s", engine, reply)
        .isEqualTo("TimeoutError");
    assertThat(reply.get("error_message").stringValue())
        .isEqualTo("Function 'slow' took longer than its limit of 500 ms.");
  }

  @Test
  void what_another_function_throws_can_be_caught() {
    var reply = server.http().post("/api/functions/fails", "{\"how\":\"caught\"}").json();
    assertThat(reply.get("result").stringValue()).isEqualTo("no_luck{left=3}");
    assertThat(server.log().finished("fails")).hasSize(2);
  }

  @Test
  void a_stream_that_breaks_says_so_at_its_end() {
    var lines = server.http().post("/api/functions/half", "").text().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("6");
    assertThat(Json.parse(lines.getLast()).at("/error/error_type").stringValue())
        .isEqualTo("ArithmeticException");
  }

  @Test
  void the_document_has_an_operation_for_each_function() {
    server.sources("place_order", SHOP);
    server.sources(
        "tree",
        """
        import dev.tinybase.sdk.*;

        record Node(String name, List<Node> children) {}
        record Page(int number, Optional<String> word) {}

        @Register(name = "tree", auth = Auth.PUBLIC)
        Node tree(Node node) {
          return node;
        }

        @Register(name = "search", auth = Auth.PUBLIC, methods = {"GET", "POST"})
        Stream<Node> search(Page page) {
          return Stream.of();
        }

        @Register(name = "chief", auth = Auth.ADMIN)
        void chief() {}
        """);
    var text = server.http().get("/openapi.json").text();
    assertThat(new OpenAPIV3Parser().readContents(text, null, null).getMessages()).isEmpty();
    var paths = Json.parse(text).get("paths");
    var order = paths.at("/~1api~1functions~1place_order/post");
    assertThat(order.get("tags")).isEqualTo(Json.parse("[\"shop\"]"));
    assertThat(order.get("summary").stringValue()).isEqualTo("Places an order");
    assertThat(order.at("/requestBody/content/application~1json/schema/$ref").stringValue())
        .isEqualTo("#/components/schemas/place_order.Input");
    var search = paths.at("/~1api~1functions~1search/get/parameters");
    assertThat(search.valueStream().map(p -> p.path("name").asString("")).filter(n -> !n.isEmpty()))
        .containsExactly("number", "word");
    assertThat(paths.has("/api/functions/chief")).isFalse();
    for (var reference : references(Json.parse(text), new ArrayList<>())) {
      assertThat(Json.parse(text).at(reference.substring(1)).isMissingNode())
          .as(reference)
          .isFalse();
    }
    var again = server.http().get("/openapi.json").header("ETag");
    assertThat(server.http().get("/openapi.json").header("ETag")).isEqualTo(again);
    assertThat(server.admin().get("/openapi.json").text()).contains("/api/functions/chief");
    server.sources("late", "@dev.tinybase.sdk.Register(name = \"late\") int late() { return 1; }");
    assertThat(server.http().get("/openapi.json").text()).contains("/api/functions/late");
  }

  private static List<String> references(JsonNode node, List<String> found) {
    if (node.path("$ref").isString()) {
      found.add(node.get("$ref").stringValue());
    }
    node.values().forEach(child -> references(child, found));
    return found;
  }
}
