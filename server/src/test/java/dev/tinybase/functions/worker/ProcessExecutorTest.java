package dev.tinybase.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What functions that mean no harm do in a worker. */
class ProcessExecutorTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static Workshop workshop;
  private final FakeHost host = new FakeHost();

  @BeforeAll
  static void start() {
    workshop = new Workshop(folder, 1, 128);
  }

  @AfterAll
  static void stop() {
    workshop.close();
  }

  @Test
  void a_function_runs_in_another_process() throws Throwable {
    runsInAnotherProcess();
  }

  private void runsInAnotherProcess() throws Throwable {
    workshop.add(
        "process_id",
        """
        @Register(name = "process_id", auth = Auth.PUBLIC)
        long processId() {
          return ProcessHandle.current().pid();
        }
        """);
    var pid = Long.parseLong(workshop.call("process_id", host));
    assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(Long.parseLong(workshop.call("process_id", host))).isEqualTo(pid);
  }

  @Test
  void records_secrets_and_the_log_are_those_of_the_server() throws Throwable {
    workshop.add(
        "ask_much",
        """
        record Input(String title) {}

        @Register(name = "ask_much")
        String askMuch(Context ctx, Input input) {
          var posts = ctx.records("posts");
          var made = posts.create(java.util.Map.of("title", input.title()));
          ctx.log().warn("made {}", made.id());
          System.out.println("printed");
          System.out.print("no end of line");
          try {
            posts.delete("0198a000-0000-7000-8000-000000000000");
          } catch (FunctionException e) {
            return made.text("title") + posts.count(Filter.ALL) + e.code() + e.details()
                + ctx.secret("KEY") + ctx.callId().length();
          }
          return "not refused";
        }
        """);
    assertThat(workshop.call("ask_much", "{\"title\":\"é\"}", host, TIME))
        .isEqualTo("\"é7forbidden{why=no}value of KEY36\"");
    assertThat(host.events).containsExactly("Create posts", "Delete posts", "List posts");
    assertThat(host.messages()).containsExactly("made id-1", "printed", "no end of line");
  }

  @Test
  void jobs_are_enqueued_also_within_a_transaction() throws Throwable {
    workshop.add(
        "enqueue_two",
        """
        @Register(name = "enqueue_two")
        String enqueueTwo(Context ctx) {
          ctx.enqueue("one", java.util.Map.of("x", 1));
          return ctx.transaction(() ->
              ctx.asAdmin().enqueue("two", null, JobOptions.DEFAULT.uniqueKey("k")));
        }
        """);
    assertThat(workshop.call("enqueue_two", host)).isEqualTo("\"job-1\"");
    assertThat(host.events)
        .containsExactly(
            "enqueue one {\"x\":1} " + JobOptions.DEFAULT + " false",
            "begin",
            "enqueue two {} " + JobOptions.DEFAULT.uniqueKey("k") + " true",
            "commit");
  }

  @Test
  void an_input_is_checked_in_the_process_without_a_run() throws Throwable {
    workshop.add(
        "checked_input",
        """
        record In(int x) {
          In {
            System.out.println("made in " + ProcessHandle.current().pid());
          }
        }

        @Register(name = "checked_input")
        int checkedInput(In in) {
          throw new AssertionError("has run");
        }
        """);
    check("checked_input", "{\"x\":1}");
    assertThatThrownBy(() -> check("checked_input", "{\"x\":\"1\",\"y\":2}"))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            refused ->
                assertThat(refused.errors())
                    .extracting(FieldError::field, FieldError::code)
                    .containsExactly(tuple("x", "wrong_type"), tuple("y", "unknown_field")));
  }

  private static void check(String name, String payload) throws Throwable {
    workshop
        .executor()
        .execute(
            workshop.function(name),
            TIME,
            (invoker, _) -> {
              invoker.check(workshop.function(name).entry(), Workshop.input(payload));
              return true;
            });
  }

  @Test
  void an_input_is_checked_while_a_function_waits_for_it() throws Throwable {
    workshop.add("target", "@Register(name = \"target\") int target(int x) { return x; }");
    workshop.add(
        "enqueues",
        """
        @Register(name = "enqueues")
        String enqueues(Context ctx, java.util.List<Long> given) {
          try {
            return ctx.transaction(() -> ctx.enqueue("target", given.getFirst()));
          } catch (FunctionException e) {
            return e.getMessage();
          }
        }
        """);
    assertThat(enqueued("[1]")).isEqualTo("\"job-1\"");
    assertThat(enqueued("[99999999999]")).startsWith("\"refused: must be");
    assertThat(enqueued("[2]")).isEqualTo("\"job-1\"");
  }

  /** What the function returns where the server checks what it enqueues. */
  private static String enqueued(String payload) throws Throwable {
    var function = workshop.function("enqueues");
    var target = workshop.function("target").entry();
    var info = Workshop.info("enqueues", TIME, 0);
    return workshop
        .executor()
        .execute(
            function,
            TIME,
            (invoker, _) -> {
              var checking =
                  new FakeHost() {
                    @Override
                    public String enqueue(
                        String name, JsonNode json, JobOptions options, boolean asAdmin) {
                      try {
                        invoker.check(target, new Input.Json(json));
                      } catch (InvalidInput e) {
                        throw new FunctionException("invalid", "refused: " + e.getMessage());
                      }
                      return super.enqueue(name, json, options, asAdmin);
                    }
                  };
              return Workshop.json(
                  invoker.invoke(function.entry(), info, checking, Workshop.input(payload)));
            });
  }

  @Test
  void a_transaction_is_the_servers_and_ends_as_its_work_does() throws Throwable {
    workshop.add(
        "in_transaction",
        """
        record Input(boolean fail) {}

        @Register(name = "in_transaction")
        int inTransaction(Context ctx, Input input) throws Exception {
          return ctx.transaction(() -> {
            ctx.records("a").create(java.util.Map.of());
            ctx.transaction(() -> ctx.records("b").create(java.util.Map.of()));
            if (input.fail()) {
              throw new java.io.IOException("no");
            }
            return 5;
          });
        }
        """);
    assertThat(workshop.call("in_transaction", "{\"fail\":false}", host, TIME)).isEqualTo("5");
    assertThat(host.events)
        .containsExactly("begin", "Create a", "begin", "Create b", "commit", "commit");

    host.events.clear();
    assertThatThrownBy(() -> workshop.call("in_transaction", "{\"fail\":true}", host, TIME))
        .isInstanceOfSatisfying(
            FunctionFailure.class,
            failure -> {
              assertThat(failure.type()).isEqualTo("IOException");
              assertThat(failure).hasMessage("no");
              assertThat(failure.failure().trace()).contains("in_transaction.java:");
            });
    assertThat(host.events)
        .containsExactly("begin", "Create a", "begin", "Create b", "commit", "rollback");
  }

  @Test
  void a_called_function_runs_in_the_same_worker_and_a_failure_goes_up() throws Throwable {
    workshop.add(
        "outer",
        """
        @Register(name = "outer")
        String outer(Context ctx) {
          ctx.log().info("before");
          try {
            return ctx.call("inner", java.util.Map.of("n", 1)) + " " + ProcessHandle.current().pid();
          } finally {
            ctx.log().info("after");
          }
        }
        """);
    workshop.add(
        "inner",
        """
        record Input(int n) {}

        @Register(name = "inner")
        long inner(Context ctx, Input input) {
          ctx.log().info("inner " + input.n());
          if (input.n() == 2) {
            throw new FunctionException("two", "No two.");
          }
          return ProcessHandle.current().pid();
        }
        """);
    var info = Workshop.info("outer", TIME, 0);
    var result =
        workshop
            .executor()
            .execute(
                workshop.function("outer"),
                TIME,
                (invoker, _) -> {
                  var nesting =
                      new FakeHost() {
                        @Override
                        public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
                          try {
                            var inner = workshop.function(function).entry();
                            var call = Workshop.info(function, TIME, 1);
                            var output = invoker.invoke(inner, call, host, new Input.Json(payload));
                            return Json.parse(Workshop.json(output));
                          } catch (Throwable e) {
                            throw new AssertionError(e);
                          }
                        }
                      };
                  var entry = workshop.function("outer").entry();
                  var output = invoker.invoke(entry, info, nesting, Workshop.input("{}"));
                  assertThat(nesting.messages()).containsExactly("before", "after");
                  return Workshop.json(output);
                });
    assertThat(result).matches("\"([0-9]+) \\1\"");
    assertThat(host.messages()).containsExactly("inner 1");
    assertThatThrownBy(() -> workshop.call("inner", "{\"n\":2}", host, TIME))
        .isInstanceOfSatisfying(
            FunctionFailure.class, e -> assertThat(e.failure().code()).isEqualTo("two"));
  }

  @Test
  void bad_input_never_reaches_the_function() {
    workshop.add(
        "strict",
        """
        record Input(@jakarta.validation.constraints.Min(1) int n) {}

        @Register(name = "strict")
        int strict(Input input) {
          return input.n();
        }
        """);
    assertThatThrownBy(() -> workshop.call("strict", "{\"n\":0}", host, TIME))
        .isInstanceOfSatisfying(
            FunctionFailure.class,
            e -> {
              assertThat(e.failure().isInvalidInput()).isTrue();
              assertThat(new String(e.failure().details(), StandardCharsets.UTF_8))
                  .contains("\"field\":\"n\"");
            });
  }

  @Test
  void a_stream_is_drawn_one_by_one_and_closed() throws Throwable {
    workshop.add(
        "endless",
        """
        @Register(name = "endless")
        java.util.stream.Stream<Event> endless(Context ctx) {
          return java.util.stream.Stream.iterate(1, n -> n + 1)
              .peek(n -> ctx.log().info("made " + n))
              .map(n -> Event.of("tick", ctx.records("posts").count(Filter.ALL) + n))
              .onClose(() -> ctx.log().info("closed"));
        }
        """);
    var info = Workshop.info("endless", TIME, 0);
    var drawn = new ArrayList<String>();
    workshop
        .executor()
        .execute(
            workshop.function("endless"),
            TIME,
            (invoker, _) -> {
              var entry = workshop.function("endless").entry();
              var output = invoker.invoke(entry, info, host, Workshop.input("{}"));
              try (var items = ((CallResult.Stream) output).elements()) {
                for (int i = 0; i < 3; i++) {
                  var item = Objects.requireNonNull(items.next());
                  drawn.add(item.event() + new String(item.json(), StandardCharsets.UTF_8));
                }
              }
              return drawn;
            });
    assertThat(drawn).containsExactly("tick8", "tick9", "tick10");
    assertThat(host.messages()).containsExactly("made 1", "made 2", "made 3", "closed");
    runsInAnotherProcess();
  }

  @Test
  void requests_and_responses_go_through_as_they_are() throws Throwable {
    workshop.add(
        "echo",
        """
        @Register(name = "echo")
        Response echo(Request request) {
          return Response.bytes(request.header("Content-Type").orElse("?"), request.body())
              .withStatus(201);
        }
        """);
    var info = Workshop.info("echo", TIME, 0);
    var request =
        new Input.Raw(
            "POST", Map.of("content-type", List.of("a/b")), Map.of(), new byte[] {0, -1, 7});
    var output =
        workshop
            .executor()
            .execute(
                workshop.function("echo"),
                TIME,
                (invoker, _) ->
                    invoker.invoke(workshop.function("echo").entry(), info, host, request));
    var response = ((CallResult.Http) output).response();
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers()).containsEntry("Content-Type", List.of("a/b"));
    assertThat(response.body()).containsExactly(0, -1, 7);
  }

  @Test
  void a_worker_learns_of_new_versions_and_forgets_old_ones() throws Throwable {
    for (int i = 0; i < 3; i++) {
      workshop.add("version", "@Register(name = \"version\") int version() { return " + i + "; }");
      assertThat(workshop.call("version", host)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void a_worker_knows_nothing_of_the_servers_environment() throws Throwable {
    workshop.add(
        "environment",
        """
        @Register(name = "environment")
        java.util.Set<String> environment() {
          return new java.util.TreeSet<>(System.getenv().keySet());
        }
        """);
    assertThat(Json.parse(workshop.call("environment", host)).valueStream())
        .extracting(JsonNode::stringValue)
        .isSubsetOf("PATH", "HOME", "LANG", "LC_ALL", "TZ");
  }

  @Test
  void threads_of_a_call_take_turns_and_an_interrupt_hurts_nobody() throws Throwable {
    workshop.add(
        "many_threads",
        """
        @Register(name = "many_threads")
        long manyThreads(Context ctx) throws Exception {
          var counts = new java.util.concurrent.atomic.AtomicLong();
          var futures = new java.util.ArrayList<java.util.concurrent.Future<?>>();
          for (int i = 0; i < 20; i++) {
            futures.add(ctx.executor().submit(
                () -> counts.addAndGet(ctx.records("posts").count(Filter.ALL))));
          }
          for (var future : futures) {
            future.get();
          }
          var late = new Thread(() -> {
            while (true) {
              ctx.records("posts").count(Filter.ALL);
            }
          });
          late.setUncaughtExceptionHandler((thread, e) -> {});
          late.start();
          for (int i = 0; i < 200; i++) {
            late.interrupt();
            Thread.sleep(0, 10_000);
          }
          return counts.get();
        }
        """);
    assertThat(workshop.call("many_threads", host)).isEqualTo("140");
    runsInAnotherProcess();
  }
}
