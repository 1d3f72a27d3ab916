package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.JobOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextTest {
  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @Test
  void a_context_tells_of_its_call() {
    var function =
        calls.function(
            """
            @Register(name = "f") List<Object> f(Context ctx) {
              return List.of(ctx.functionName(), ctx.callId(), ctx.requestId(), ctx.trigger(),
                  ctx.user().get(), ctx.isAdmin(), ctx.now(), ctx.remaining(), ctx.secret("KEY"));
            }
            """);

    assertThat(calls.call(function, "{}"))
        .isEqualTo(
            """
            ["f","00000000-0000-0007-0000-000000000007","request-1","MANUAL",\
            {"id":"0190a1b2-0000-7000-8000-000000000001","email":"anna@x.org","isAdmin":false},\
            false,"2026-11-22T10:00:00Z","PT30S","s3cret"]\
            """);
  }

  @Test
  void a_job_is_enqueued_with_json_and_its_options() {
    var function =
        calls.function(
            """
            record Receipt(int order) {}
            @Register(name = "f") List<String> f(Context ctx) {
              return List.of(ctx.enqueue("send", new Receipt(7)),
                  ctx.asAdmin().enqueue("send", null, JobOptions.DEFAULT
                      .delay(Duration.ofMinutes(5)).priority(5).uniqueKey("receipt-7").attempts(10)),
                  ctx.enqueue("send", Map.of(), JobOptions.DEFAULT
                      .delay(Duration.ofMinutes(5)).at(Instant.EPOCH)));
            }
            """);

    assertThat(calls.call(function, "{}")).isEqualTo("[\"job-1\",\"job-2\",\"job-3\"]");
    assertThat(calls.host.jobs)
        .containsExactly(
            "send {\"order\":7} " + JobOptions.DEFAULT,
            "send as admin {} " + new JobOptions(Duration.ofMinutes(5), null, 5, "receipt-7", 10),
            "send {} " + new JobOptions(Duration.ZERO, Instant.EPOCH, 0, null, 5));
  }

  @Test
  void any_value_becomes_json() {
    var function =
        calls.function(
            """
            record Receipt(int order, Instant paid) {}
            @Register(name = "f") String f(Context ctx) {
              return ctx.json(List.of(new Receipt(7, ctx.now()), ctx.json(null)));
            }
            """);
    assertThat(Json.parse(calls.call(function, "{}")).stringValue())
        .isEqualTo("[{\"order\":7,\"paid\":\"2026-11-22T10:00:00Z\"},\"null\"]");
  }

  @Test
  void options_of_a_job_out_of_bounds_are_refused() {
    var options = JobOptions.DEFAULT;
    assertThatThrownBy(() -> options.delay(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The delay of a job is 0 to 100 years, not PT-1S");
    assertThatThrownBy(() -> options.delay(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.at(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.attempts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A job has 1 to 100 attempts, not 0");
    assertThatThrownBy(() -> options.attempts(101)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.uniqueKey(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.uniqueKey("k".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_function_of_a_job_is_told_of_it() {
    var function =
        calls.function(
            """
            @Register(name = "f") Object f(Context ctx) {
              return ctx.job().orElse(null);
            }
            """);

    assertThat(calls.call(function, "{}")).isEqualTo("null");
    calls.job = new Job("0198", 2, Calls.NOW);
    assertThat(calls.call(function, "{}"))
        .isEqualTo("{\"id\":\"0198\",\"attempt\":2,\"scheduledAt\":\"2026-11-22T10:00:00Z\"}");
  }

  @Test
  void lines_of_the_log_fill_their_holes() {
    var function =
        calls.function(
            """
            @Register(name = "f") void f(Context ctx) {
              ctx.log().debug("plain {}");
              ctx.log().info("{} of {}", 1, null);
              ctx.log().warn("a {} {}", "b");
              ctx.log().error("failed {}", "c", new IllegalStateException("why"));
            }
            """);
    calls.call(function, "{}");

    assertThat(calls.host.lines.subList(0, 3))
        .containsExactly(
            new LogLine(Calls.NOW, Level.DEBUG, "plain {}"),
            new LogLine(Calls.NOW, Level.INFO, "1 of null"),
            new LogLine(Calls.NOW, Level.WARNING, "a b {}"));
    assertThat(calls.host.lines.get(3).level()).isEqualTo(Level.ERROR);
    assertThat(calls.host.lines.get(3).message())
        .startsWith("failed c\njava.lang.IllegalStateException: why\n\tat f.f(f.java:");
  }

  @Test
  void other_functions_are_called_with_json() {
    var function =
        calls.function(
            """
            record Sum(int x, BigDecimal y) {}
            record Answer(int x) {}
            @Register(name = "f") List<Object> f(Context ctx) {
              return List.of(ctx.call("add", new Sum(1, new BigDecimal("1.10"))),
                  ctx.asAdmin().call("add", Map.of("x", 2, "more", 3), Answer.class),
                  ctx.call("none", null));
            }
            """);

    assertThat(calls.call(function, "{}"))
        .isEqualTo("[{\"x\":1,\"y\":1.10},{\"x\":2},{}]".replace("1.10", "1.1"));
    assertThat(calls.host.calls.getFirst()).isEqualTo("add {\"x\":1,\"y\":1.10}");
    assertThat(calls.host.calls.get(1)).startsWith("add as admin {");
    assertThat(calls.host.calls.get(2)).isEqualTo("none {}");
  }

  @Test
  void a_result_of_another_type_is_told() {
    var function =
        calls.function(
            """
            record Answer(int x) {}
            @Register(name = "f") Answer f(Context ctx) { return ctx.call("g", Map.of("x", "a"), Answer.class); }
            """);

    assertThatThrownBy(() -> calls.call(function, "{}"))
        .isInstanceOfSatisfying(
            FunctionException.class, it -> assertThat(it.code()).isEqualTo("result_mismatch"))
        .hasMessage("The result of 'g' is no Answer: x: must be a whole number, not a text");
  }

  @Test
  void a_context_is_of_no_use_after_its_call() {
    var function =
        calls.function(
            """
            static Context kept;
            @Register(name = "f") void f(Context ctx) { kept = ctx; }
            @Register(name = "g") List<String> g() {
              List<Runnable> uses = List.of(() -> kept.functionName(), () -> kept.log(),
                  () -> kept.records("a"), () -> kept.call("f", null), () -> kept.secret("KEY"),
                  () -> kept.executor(), () -> kept.asAdmin(), () -> kept.remaining(),
                  () -> kept.user(), () -> kept.clock(), () -> kept.transaction(() -> {}));
              return uses.stream().map(use -> {
                try {
                  use.run();
                  return "used";
                } catch (IllegalStateException e) {
                  return "refused";
                }
              }).distinct().toList();
            }
            """);
    calls.call(function, "{}");

    assertThat(calls.call(second(function), "{}")).isEqualTo("[\"refused\"]");
  }

  @Test
  void a_call_whose_time_is_over_ends_at_its_next_use_of_the_server() {
    var function =
        calls.function(
            "@Register(name = \"f\") String f(Context ctx) { return ctx.secret(\"KEY\"); }");
    calls.deadline = Calls.NOW;

    assertThatThrownBy(() -> calls.call(function, "{}"))
        .isInstanceOfSatisfying(
            FunctionFailure.class, it -> assertThat(it.type()).isEqualTo("TimeoutError"));
  }

  @Test
  void an_interrupted_call_ends_at_its_next_use_of_the_server() {
    var function =
        calls.function(
            """
            @Register(name = "f") String f(Context ctx) {
              Thread.currentThread().interrupt();
              return ctx.secret("KEY");
            }
            """);
    try {
      assertThatThrownBy(() -> calls.call(function, "{}"))
          .isInstanceOfSatisfying(
              FunctionFailure.class, it -> assertThat(it.type()).isEqualTo("InterruptedException"));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void work_beside_the_call_ends_with_it() throws Exception {
    var function =
        calls.function(
            """
            static Thread beside;
            @Register(name = "f") String f(Context ctx) throws Exception {
              var started = new CountDownLatch(1);
              ctx.executor().submit(() -> {
                beside = Thread.currentThread();
                started.countDown();
                Thread.sleep(60_000);
                return 1;
              });
              started.await();
              return ctx.executor().submit(() -> ctx.functionName() + Thread.currentThread().isVirtual()).get();
            }
            @Register(name = "g") boolean g() throws Exception { return beside.join(Duration.ofSeconds(20)); }
            """);

    assertThat(calls.call(function, "{}")).isEqualTo("\"ftrue\"");
    assertThat(calls.call(second(function), "{}")).isEqualTo("true");
  }

  @Test
  void a_transaction_belongs_to_its_thread() {
    var function =
        calls.function(
            """
            @Register(name = "f") String f(Context ctx) {
              return ctx.transaction(() -> {
                ctx.secret("KEY");
                try {
                  return ctx.executor().submit(() -> ctx.secret("KEY")).get();
                } catch (Exception e) {
                  return e.getCause().getMessage();
                }
              });
            }
            """);

    assertThat(calls.call(function, "{}")).contains("A transaction is open on another thread");
    assertThat(calls.host.transactions).isEqualTo(1);
  }

  @Test
  void a_checked_exception_leaves_a_transaction_and_the_function_as_it_is() {
    var function =
        calls.function(
            """
            @Register(name = "f") void f(Context ctx) throws IOException {
              ctx.transaction(() -> { throw new IOException("no"); });
            }
            """);

    assertThatThrownBy(
            () -> function.invoke(calls.info(function), calls.host, new Input.Json(Json.object())))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
  }

  @Test
  void the_http_client_cannot_be_closed_by_a_function() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      var function =
          calls.function(
              """
              @Register(name = "f") String f(String url, Context ctx) throws Exception {
                try (var http = ctx.http()) {
                  var request = java.net.http.HttpRequest.newBuilder(URI.create(url)).build();
                  return http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).body();
                }
              }
              """);
      var url = "'http://127.0.0.1:" + server.getAddress().getPort() + "/'";

      assertThat(calls.call(function, url)).isEqualTo("\"ok\"");
      assertThat(calls.call(function, url)).isEqualTo("\"ok\"");
    } finally {
      server.stop(0);
      calls.files.close();
    }
  }

  @Test
  void a_function_may_take_the_request_itself() {
    var function =
        calls.function(
            "@Register(name = \"f\") String f(Request in) { return in.method() + in.text(); }");
    var request = new Input.Raw("PUT", Map.of(), Map.of(), "body".getBytes(StandardCharsets.UTF_8));

    assertThat(((CallResult.Value) calls.invoke(function, request)).json())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("\"PUTbody\"");
    assertThat(calls.call(function, "{'x':1}")).isEqualTo("\"POST{\\\"x\\\":1}\"");
    assertThat(function.inputSchema()).isNull();
  }

  @Test
  void a_stream_uses_its_context_until_it_is_closed() throws Exception {
    var function =
        calls.function(
            """
            @Register(name = "f") Stream<Object> f(Context ctx) {
              Stream<Object> all = Stream.of(1, Event.of("tick", Map.of("a", 1)), new Event(null, "7", null));
              return all.peek(it -> ctx.secret("KEY")).onClose(() -> ctx.log().info("closed"));
            }
            """);
    var items =
        ((CallResult.Stream) calls.invoke(function, new Input.Json(Json.object()))).elements();
    var texts = new ArrayList<String>();
    for (var item = items.next(); item != null; item = items.next()) {
      texts.add(
          item.event() + " " + item.id() + " " + new String(item.json(), StandardCharsets.UTF_8));
    }
    items.close();

    assertThat(texts).containsExactly("null null 1", "tick null {\"a\":1}", "null 7 null");
    assertThat(calls.host.lines).extracting(LogLine::message).isEqualTo(List.of("closed"));
  }

  @Test
  void one_object_serves_calls_that_come_at_once() throws Exception {
    var function =
        calls.function(
            """
            final int number = made();
            static final AtomicInteger count = new AtomicInteger();
            static int made() { return count.incrementAndGet(); }
            @Register(name = "f") int f() { return number; }
            """);
    var tasks = new ArrayList<FutureTask<String>>();
    for (int i = 0; i < 20; i++) {
      var task = new FutureTask<>(() -> calls.call(function, "{}"));
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }

    for (var task : tasks) {
      assertThat(task.get()).isEqualTo("1");
    }
  }

  @Test
  void an_object_that_cannot_be_made_fails_the_call_as_its_constructor_says() {
    var function =
        calls.function(
            """
            static class Late {
              static int tries;
              { if (++tries < 2) throw new UnsupportedOperationException("not yet"); }
              @Register(name = "f") int f() { return tries; }
            }
            """);

    assertThatThrownBy(() -> calls.call(function, "{}"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("not yet");
    assertThat(calls.call(function, "{}")).isEqualTo("2");
  }

  private static FunctionFile.Entry second(FunctionFile.Entry function) {
    return function.file().functions().stream()
        .filter(it -> it.signature().name().equals("g"))
        .findFirst()
        .orElseThrow();
  }
}
