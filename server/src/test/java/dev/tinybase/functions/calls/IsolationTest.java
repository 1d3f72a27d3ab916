package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.json.Json;
import dev.tinybase.secrets.Mask;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A function is the same to its callers and its author, wherever it runs. */
@ParameterizedClass
@MethodSource("everywhere")
class IsolationTest {
  private static final String FILE =
      """
      import dev.tinybase.sdk.*;
      import jakarta.validation.constraints.Min;

      record Order(String item, @Min(1) int quantity, boolean fail) {}
      record Receipt(String item, java.math.BigDecimal total, Optional<String> note) {}

      @Register(name = "order", auth = Auth.AUTH)
      Receipt order(Context ctx, Order order) {
        return ctx.transaction(() -> {
          ctx.records("notes").create(Map.of("text", "first"));
          var total = ctx.call("price", Map.of("quantity", order.quantity()), java.math.BigDecimal.class);
          if (order.fail()) {
            throw new OutOfStock(3);
          }
          ctx.records("notes").create(Map.of("text", order.item()));
          return new Receipt(order.item(), total, Optional.empty());
        });
      }

      static class OutOfStock extends FunctionException {
        OutOfStock(int left) {
          super("out_of_stock", "Only " + left + ".", Map.of("left", left, "at", List.of("a", 1.5)));
        }
      }

      record Quantity(int quantity) {}

      @Register(name = "price", auth = Auth.AUTH)
      java.math.BigDecimal price(Context ctx, Quantity quantity) {
        ctx.asAdmin().records("notes").create(Map.of("text", "price asked"));
        ctx.log().info("price of {} for {}", quantity.quantity(), ctx.user().orElseThrow().email());
        return new java.math.BigDecimal("2.50").multiply(java.math.BigDecimal.valueOf(quantity.quantity()));
      }

      @Register(name = "wrong", auth = Auth.PUBLIC)
      int wrong(Map<String, String> how) throws Exception {
        switch (how.get("how")) {
          case "checked" -> throw new java.io.IOException("no disk");
          case "silent" -> throw new IllegalStateException();
          case "nameless" -> throw new RuntimeException("nameless") {};
          case "deep" -> { return wrong(how) + 1; }
          default -> throw new AssertionError("error");
        }
      }

      @Register(name = "around", auth = Auth.PUBLIC)
      Object around(Context ctx) {
        return ctx.call("wrong", Map.of("how", "checked"));
      }

      @Register(name = "never", auth = Auth.PUBLIC, timeout = "300ms")
      java.util.concurrent.CompletableFuture<String> never() {
        return new java.util.concurrent.CompletableFuture<>();
      }

      @Register(name = "later", auth = Auth.PUBLIC)
      java.util.concurrent.CompletableFuture<List<String>> later(Map<String, String> how) {
        return switch (how.getOrDefault("how", "")) {
          case "fails" -> java.util.concurrent.CompletableFuture.failedFuture(new java.io.IOException("no disk"));
          case "nothing" -> null;
          default -> java.util.concurrent.CompletableFuture.supplyAsync(() -> List.of("a", "b"));
        };
      }

      @Register(name = "later_stream", auth = Auth.PUBLIC)
      java.util.concurrent.CompletionStage<Stream<Integer>> laterStream() {
        return java.util.concurrent.CompletableFuture.completedStage(Stream.of(1, 2));
      }

      @Register(name = "gift", auth = Auth.PUBLIC)
      List<String> gift(Context ctx, Map<String, String> to) {
        var users = ctx.asAdmin().users();
        var user = users.find(to.get("email")).orElseThrow();
        var notes = ctx.records("notes").asAdmin();
        var made = notes.ownedBy(user.id()).create(Map.of("text", "gift"));
        var kept = notes.update(made.id(), Map.of("text", "given"));
        var free = notes.ownedBy(null).replace(made.id(), Map.of("text", "free"));
        return List.of(
            made.ownerId().equals(Optional.of(user.id())) + "",
            kept.ownerId().equals(Optional.of(user.id())) + "",
            free.ownerId().isEmpty() + "",
            users.find(user.id()).equals(Optional.of(user)) + "",
            users.find("nobody@example.com").isEmpty() + "",
            users.find("0198c0de-0000-7000-8000-000000000000").isEmpty() + "",
            refused(() -> ctx.users().find(user.id())),
            refused(() -> ctx.records("notes").ownedBy(user.id()).create(Map.of("text", "x"))),
            refused(() -> notes.ownedBy("0198c0de-0000-7000-8000-000000000000").create(Map.of())),
            refused(() -> notes.ownedBy("nobody").create(Map.of())));
      }

      static String refused(Runnable work) {
        try {
          work.run();
          return "done";
        } catch (FunctionException e) {
          return e.code();
        }
      }

      @Register(name = "peek", auth = Auth.PUBLIC)
      List<String> peek(Context ctx) {
        try {
          ctx.records("notes").create(Map.of("text", "anonymous"));
        } catch (FunctionException e) {
          return List.of(e.code(), e.getClass().getSimpleName().isEmpty() ? "" : "refused",
              "" + ctx.user().isPresent(), ctx.trigger().name());
        }
        return List.of();
      }

      @Register(name = "tell", auth = Auth.PUBLIC)
      String tell(Context ctx) {
        var secret = ctx.secret("API_KEY");
        ctx.log().warn("the key is {}", secret);
        System.out.println("printed " + secret);
        System.out.println("ümläut");
        throw new IllegalArgumentException("bad key " + secret);
      }

      @Register(name = "leak", auth = Auth.PUBLIC)
      Map<String, Object> leak(Context ctx, Map<String, String> how) throws Exception {
        var key = ctx.secret("ODD_KEY");
        System.err.println("err " + key);
        new Exception("trace " + key).printStackTrace();
        java.util.logging.Logger.getLogger("mine").warning("jul " + key);
        System.getLogger("mine").log(System.Logger.Level.ERROR, "system {0}", key);
        ctx.executor().submit(() -> System.out.println("beside " + key)).get();
        java.util.concurrent.CompletableFuture.runAsync(() -> System.out.println("foreign " + key)).get();
        if (how.containsKey("refuse")) {
          throw new FunctionException("code_" + key, "for " + key, Map.of("key", key, key, List.of(key)));
        }
        var utf8 = java.nio.charset.StandardCharsets.UTF_8;
        return Map.of(
            "plain", key,
            key, "name",
            "basic", Base64.getEncoder().encodeToString(("user:" + key).getBytes(utf8)),
            "json", "{\\"key\\":\\"" + key.replace("\\"", "\\\\\\"") + "\\"}",
            "url", "https://example.org/?key=" + java.net.URLEncoder.encode(key, utf8));
      }

      @Register(name = "leaks", auth = Auth.PUBLIC)
      Stream<Object> leaks(Context ctx) {
        return Stream.of(1, 2).map(n -> n == 1 ? n : ctx.secret("ODD_KEY"));
      }

      @Register(name = "page", auth = Auth.PUBLIC)
      Response page(Context ctx) {
        return Response.html("<p>" + ctx.secret("ODD_KEY")).header("X-Key", ctx.secret("API_KEY"));
      }

      @Register(name = "numbers", auth = Auth.PUBLIC, methods = {"GET", "POST"})
      Stream<Map<String, Integer>> numbers(Quantity quantity) {
        return java.util.stream.IntStream.range(0, quantity.quantity()).mapToObj(n -> Map.of("n", n));
      }

      @Register(name = "breaks", auth = Auth.PUBLIC)
      Stream<Integer> breaks() {
        return Stream.of(1, 2, 0).map(n -> 4 / n);
      }

      @Register(name = "hook", auth = Auth.PUBLIC)
      Response hook(Request request) {
        return Response.bytes("a/b", request.body()).withStatus(202)
            .header("X-Sign", request.header("X-Sign").orElse("none"));
      }

      record Paid(@jakarta.validation.constraints.NotBlank String id, long amount) {}

      @Register(name = "paid", auth = Auth.PUBLIC)
      Response paid(Request request) {
        var paid = request.as(Paid.class);
        return Response.text(paid.id() + " " + paid.amount())
            .header("Set-Cookie", "a=1").header("Set-Cookie", "b=2");
      }

      @Register(name = "where", auth = Auth.PUBLIC)
      String where() {
        return java.nio.file.Path.of("").toAbsolutePath().toString();
      }

      @Register(name = "slow", auth = Auth.PUBLIC, timeout = "300ms")
      int slow() throws Exception {
        Thread.sleep(60_000);
        return 1;
      }

      @Register(name = "large", auth = Auth.PUBLIC)
      String large() {
        return "x".repeat(2000);
      }

      @Register(name = "itself", auth = Auth.PUBLIC)
      Object itself(Context ctx) {
        return ctx.call("itself", null);
      }

      @Register(name = "beside", auth = Auth.PUBLIC)
      long beside(Context ctx) throws Exception {
        var tasks = new ArrayList<java.util.concurrent.Future<Long>>();
        for (int i = 0; i < 8; i++) {
          tasks.add(ctx.executor().submit(() -> ctx.asAdmin().records("notes").count(Filter.ALL)));
        }
        long least = Long.MAX_VALUE;
        for (var task : tasks) {
          least = Math.min(least, task.get());
        }
        return least;
      }
      """;

  private static final String ODD_KEY = "ses\u00e4me \"1234/\"+?";
  private static final Mask MASK = new Mask();
  private static final PrintStream OUT = System.out;

  @SuppressWarnings("NullAway.Init") // made before each round of tests
  private static FunctionServer server;

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Engine.values())
        .flatMap(
            engine -> Arrays.stream(Isolation.values()).map(where -> Arguments.of(engine, where)));
  }

  IsolationTest(Engine engine, Isolation isolation) {}

  @BeforeParameterizedClassInvocation
  static void start(Engine engine, Isolation isolation) {
    System.setOut(FunctionOutput.capturing(OUT, line -> line));
    server =
        FunctionServer.start(
            engine,
            "functions.isolation",
            isolation.name().toLowerCase(Locale.ROOT),
            "functions.workers",
            "1",
            "functions.worker_memory_mb",
            "128",
            "functions.max_result_bytes",
            "1024");
    server
        .admin()
        .post(
            "/api/collections",
            """
            {"name": "notes", "label": "Notes",
             "schema": {"fields": [{"name": "text", "type": "string"}]},
             "options": {"access": {"create": "auth", "list": "owner"}}}\
            """);
    server.secret("API_KEY", "sesame-1234");
    server.secret("ODD_KEY", ODD_KEY);
    MASK.add(ODD_KEY);
    server.sources("order", FILE);
    call("peek", ""); // the limits of the calls below are for them alone
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
    System.setOut(OUT);
  }

  private static JsonNode call(Http caller, String function, String payload) {
    var reply = caller.post("/api/functions/" + function, payload);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode call(String function, String payload) {
    return call(server.http(), function, payload);
  }

  private static void failed(JsonNode reply, String type, @Nullable String message) {
    assertThat(reply.get("status").stringValue()).as("%s", reply).isEqualTo("failed");
    assertThat(reply.get("error_type").stringValue()).isEqualTo(type);
    assertThat(reply.get("error_message")).isEqualTo(Json.mapper().valueToTree(message));
  }

  private static int notes() {
    var all = server.admin().get("/api/collections/notes/records?limit=0");
    assertThat(all.status()).as(all.text()).isEqualTo(200);
    return all.json().get("total").intValue();
  }

  @Test
  void a_transaction_over_records_and_calls_happens_or_does_not() {
    var ada = server.user("ada@example.com");
    int before = notes();
    var placed = call(ada, "order", "{\"item\":\"tea\",\"quantity\":3,\"fail\":false}");
    assertThat(placed.get("result"))
        .as("%s", placed)
        .isEqualTo(Json.parse("{\"item\":\"tea\",\"total\":7.50,\"note\":null}"));
    assertThat(notes()).isEqualTo(before + 3);
    assertThat(server.log().messages()).contains("price of 3 for ada@example.com");
    var nested = server.log().finished("price").getLast();
    assertThat(nested.status()).isEqualTo(CallRecord.Status.SUCCEEDED);
    assertThat(nested.parentId()).hasToString(placed.get("call_id").stringValue());

    var refused = call(ada, "order", "{\"item\":\"tea\",\"quantity\":3,\"fail\":true}");
    failed(refused, "OutOfStock", "Only 3.");
    assertThat(refused.get("error_code").stringValue()).isEqualTo("out_of_stock");
    assertThat(refused.get("error_details"))
        .isEqualTo(Json.parse("{\"left\":3,\"at\":[\"a\",1.5]}"));
    assertThat(notes()).isEqualTo(before + 3);
  }

  @Test
  void bad_input_names_the_field() {
    var reply = call(server.user("ada@example.com"), "order", "{\"item\":\"tea\",\"quantity\":0}");
    assertThat(reply.get("error_type").stringValue()).isEqualTo("ValidationError");
    assertThat(reply.at("/errors/0/field").stringValue()).isEqualTo("quantity");
  }

  @Test
  void exceptions_have_their_names_and_messages() {
    var admin = server.admin();
    failed(call(admin, "wrong", "{\"how\":\"checked\"}"), "IOException", "no disk");
    failed(
        call(admin, "wrong", "{\"how\":\"silent\"}"),
        "IllegalStateException",
        "The function failed with IllegalStateException, which has no message.");
    failed(call(admin, "wrong", "{\"how\":\"nameless\"}"), "RuntimeException", "nameless");
    failed(
        call(admin, "wrong", "{\"how\":\"deep\"}"),
        "StackOverflowError",
        "The stack is full: the function, or what it calls, calls itself too deeply.");
    failed(call(admin, "wrong", "{\"how\":\"error\"}"), "AssertionError", "error");
    var kept = server.log().finished("wrong").getFirst();
    assertThat(kept.trace())
        .contains("IOException: no disk", "order.java:")
        .doesNotContain("invoke");
  }

  @Test
  void what_a_crash_says_is_for_admins_and_in_the_log_as_an_error() {
    int before = server.log().lines().size();
    var anyone = server.http().with("Prefer", "status=http");
    var direct = anyone.post("/api/functions/wrong", "{\"how\":\"checked\"}");
    assertThat(direct.status()).isEqualTo(500);
    assertThat(direct.header("Preference-Applied")).isEqualTo("status=http");
    assertThat(direct.text()).doesNotContain("no disk", "order.java");
    assertGeneral(direct.json(), "IOException", direct.header("X-Request-Id"));

    var nested = anyone.post("/api/functions/around", "");
    assertThat(nested.status()).isEqualTo(500);
    assertThat(nested.text()).doesNotContain("no disk", "\"function\"");
    assertGeneral(nested.json(), "FunctionException", nested.header("X-Request-Id"));
    assertThat(nested.json().get("error_code").stringValue()).isEqualTo("function_failed");
    failed(call(server.admin(), "around", ""), "FunctionException", "no disk");

    var started = anyone.post("/api/functions/wrong?async=true", "{\"how\":\"checked\"}");
    var path = "/api/functions/calls/" + started.json().get("call_id").stringValue();
    Eventually.until("it has ended", () -> anyone.get(path).text().contains("failed"));
    assertThat(anyone.get(path).text()).doesNotContain("no disk");
    assertGeneral(anyone.get(path).json(), "IOException", started.header("X-Request-Id"));
    failed(server.admin().get(path).json(), "IOException", "no disk");

    Eventually.until(
        "each is told, inner calls too",
        () ->
            server.log().lines().stream()
                    .skip(before)
                    .filter(line -> line.line().level() == LogLine.Level.ERROR)
                    .filter(line -> line.line().message().contains("no disk"))
                    .filter(line -> line.line().message().contains("\tat order."))
                    .count()
                == 6);
  }

  private static void assertGeneral(JsonNode reply, String type, @Nullable String requestId) {
    failed(
        reply,
        type,
        "The function failed unexpectedly. The server's log tells more under request "
            + requestId
            + ".");
  }

  @Test
  void functions_have_the_rights_of_their_callers() {
    assertThat(call("peek", "").get("result"))
        .isEqualTo(Json.parse("[\"not_authenticated\",\"refused\",\"false\",\"MANUAL\"]"));
  }

  @Test
  void secrets_are_hidden_and_prints_are_lines_of_the_log() {
    failed(call(server.admin(), "tell", ""), "IllegalArgumentException", "bad key ***");
    assertThat(server.log().messages()).contains("the key is ***", "printed ***", "ümläut");
  }

  @Test
  void no_secret_leaves_a_call_in_whatever_form() {
    var anyone = server.http();
    var elsewhere = new ByteArrayOutputStream();
    var err = System.err;
    var logged = new ByteArrayOutputStream();
    var handler = new StreamHandler(logged, new SimpleFormatter());
    handler.setFilter(event -> FunctionOutput.passes(event, () -> true, MASK::hide));
    System.setOut(FunctionOutput.capturing(new PrintStream(elsewhere, true, UTF_8), MASK::hide));
    System.setErr(FunctionOutput.capturing(new PrintStream(elsewhere, true, UTF_8), MASK::hide));
    Logger.getLogger("").addHandler(handler);
    try {
      var result = call("leak", "{}").get("result").toString();
      assertThat(result).contains("\"plain\":\"***\"", "\"***\":\"name\"", "?key=***");
      var basic = Json.parse(result).get("basic").stringValue();
      assertThat(basic).startsWith("dXNlcj").contains("***").hasSizeLessThan(20);
      assertThat(Json.parse(result).get("json").stringValue()).isEqualTo("{\"key\":\"***\"}");
      var refused = call("leak", "{\"refuse\":\"\"}");
      assertThat(refused.get("error_code").stringValue()).isEqualTo("code_***");
      assertThat(refused.get("error_message").stringValue()).isEqualTo("for ***");
      assertThat(refused.get("error_details"))
          .isEqualTo(Json.parse("{\"key\":\"***\",\"***\":[\"***\"]}"));
      assertThat(anyone.post("/api/functions/leaks", "").text()).isEqualTo("1\n\"***\"\n");
      var page = anyone.post("/api/functions/page", "");
      assertThat(page.text()).isEqualTo("<p>***");
      assertThat(page.header("X-Key")).isEqualTo("***");
    } finally {
      System.setOut(FunctionOutput.capturing(OUT, line -> line));
      System.setErr(err);
      Logger.getLogger("").removeHandler(handler);
      handler.close();
    }
    var lines = server.log().messages();
    for (var way : List.of("err", "trace", "jul", "system", "beside")) {
      assertThat(lines).as(way).anyMatch(line -> line.contains(way + " ***"));
    }
    assertThat(String.join("\n", lines) + elsewhere.toString(UTF_8)).contains("foreign ***");
    assertThat(String.join("\n", lines) + elsewhere.toString(UTF_8) + logged.toString(UTF_8))
        .doesNotContain("ses\u00e4me");
  }

  @Test
  void streams_come_one_by_one_and_tell_where_they_break() {
    var lines = server.http().get("/api/functions/numbers?quantity=3").text();
    assertThat(lines).isEqualTo("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n");
    server.http().post("/api/functions/breaks", "");
    Eventually.until("its record is kept", () -> !server.log().finished("breaks").isEmpty());
    assertThat(server.log().finished("breaks").getFirst().errorType())
        .isEqualTo("ArithmeticException");
  }

  @Test
  void answers_of_their_own_go_out_as_they_are() {
    var reply = server.http().with("X-Sign", "abc").post("/api/functions/hook", "any \u0000 bytes");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("Content-Type")).isEqualTo("a/b");
    assertThat(reply.header("X-Sign")).isEqualTo("abc");
    assertThat(reply.text()).isEqualTo("any \u0000 bytes");
  }

  @Test
  void a_request_is_read_as_a_type_and_its_answer_sets_two_cookies() {
    var anyone = server.http();
    var paid = anyone.post("/api/functions/paid", "{\"id\":\"x1\",\"amount\":7,\"more\":[]}");
    assertThat(paid.text()).isEqualTo("x1 7");
    assertThat(paid.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    var bad = anyone.post("/api/functions/paid", "{\"id\":\" \",\"amount\":\"many\"}");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.json().get("errors").findValuesAsString("field")).contains("id", "amount");
    var malformed = anyone.post("/api/functions/paid", "{no json");
    assertThat(malformed.status()).isEqualTo(422);
    assertThat(malformed.json().get("error_type").stringValue()).isEqualTo("ValidationError");
  }

  @Test
  void relative_paths_are_those_of_the_server() {
    assertThat(call("where", "").get("result").stringValue())
        .isEqualTo(Path.of("").toAbsolutePath().toString());
  }

  @Test
  void a_limit_is_a_limit() {
    failed(
        call("slow", ""), "TimeoutError", "Function 'slow' took longer than its limit of 300 ms.");
    failed(call("large", ""), "ResultSizeError", "The result exceeds maximum size of 1024 bytes.");
    var deep = call("itself", "");
    assertThat(deep.get("error_code").stringValue()).isEqualTo("call_too_deep");
  }

  @Test
  void a_future_is_waited_for_within_the_limit() {
    assertThat(call("later", "{}").get("result")).isEqualTo(Json.parse("[\"a\",\"b\"]"));
    assertThat(call("later", "{\"how\":\"nothing\"}").get("result").isNull()).isTrue();
    failed(call(server.admin(), "later", "{\"how\":\"fails\"}"), "IOException", "no disk");
    failed(
        call("never", ""),
        "TimeoutError",
        "Function 'never' took longer than its limit of 300 ms.");
    assertThat(server.http().post("/api/functions/later_stream", "").text()).isEqualTo("1\n2\n");
    var schema = server.http().get("/api/functions/later/schema").json().get("output_schema");
    assertThat(schema.get("type").stringValue()).isEqualTo("array");
  }

  @Test
  void admins_code_finds_users_and_gives_records_to_them() {
    server.user("ada@example.com");
    var result = call("gift", "{\"email\":\"Ada@Example.com\"}").get("result");
    assertThat(result)
        .isEqualTo(
            Json.parse(
                """
                ["true", "true", "true", "true", "true", "true",
                 "admin_required", "not_authenticated", "user_not_found", "invalid_input"]\
                """));
  }

  @Test
  void threads_beside_the_call_may_ask_too() {
    assertThat(call("beside", "").get("result").isNumber()).isTrue();
  }

  @Test
  void a_call_that_nobody_waits_for_can_be_asked_for() {
    var ada = server.user("ada@example.com");
    var accepted = ada.post("/api/functions/price?async=true", "{\"quantity\":2}");
    assertThat(accepted.status()).isEqualTo(202);
    var id = accepted.json().get("call_id").stringValue();
    Eventually.until(
        "it has ended",
        () ->
            ada.get("/api/functions/calls/" + id)
                .json()
                .get("status")
                .stringValue()
                .equals("succeeded"));
  }
}
