package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
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

  private final Engine engine;
  private FunctionServer server;

  RealFunctionsTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void start() {
    server = FunctionServer.start(engine);
  }

  @AfterEach
  void stop() {
    server.close();
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
    assertThat(search.valueStream().map(p -> p.get("name").stringValue()))
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

  @Test
  void what_functions_leave_behind_on_their_threads_keeps_no_classes() {
    var text =
        """
        import dev.tinybase.sdk.*;

        record Kept(String text) {}

        static final ThreadLocal<Kept> LEFT = new ThreadLocal<>();

        @Register(name = "leaves", auth = Auth.PUBLIC)
        int leaves() {
          LEFT.set(new Kept("here"));
          System.getProperties()
              .put("loader", new java.lang.ref.WeakReference<>(Kept.class.getClassLoader()));
          return %d;
        }
        """;
    server.add(HandMade.named("other", (_, _, _) -> HandMade.json("1")));
    server.sources("leaves", text.formatted(0));
    var loaders = new ArrayList<WeakReference<?>>();
    for (int i = 0; i < 200; i++) {
      // the same classes, loaded once more
      server.sources("leaves", text.formatted(0));
      server.http().post("/api/functions/leaves", "");
      loaders.add((WeakReference<?>) System.getProperties().remove("loader"));
    }
    server.sources("leaves", text.formatted(1));
    Eventually.until(
        "the classes are gone though there are always calls",
        () -> {
          server.http().post("/api/functions/other", "");
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        });
  }
}
