package dev.tinybase.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.GrowingLimit;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions can do to their process, and that nothing else suffers from it. */
class HostileFunctionsTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static Workshop workshop;
  private final FakeHost host = new FakeHost();

  @BeforeAll
  static void start() throws Throwable {
    workshop = new Workshop(folder, 1, 64);
    workshop.add("well", "@Register(name = \"well\") int well() { return 1; }");
    workshop.call("well", new FakeHost()); // the time of the calls below is for them alone
  }

  @AfterAll
  static void stop() {
    workshop.close();
  }

  private void fails(Duration time, String type, String message, String body) throws Throwable {
    var name = "hostile";
    workshop.add(
        name,
        "@Register(name = \"hostile\") Object hostile(Context ctx) throws Throwable {"
            + body
            + "}");
    assertThatThrownBy(() -> workshop.call(name, "{}", host, time))
        .isInstanceOfSatisfying(
            FunctionFailure.class,
            failure -> {
              assertThat(failure.type()).isEqualTo(type);
              assertThat(failure).hasMessageContaining(message);
            });
    assertThat(workshop.call("well", host)).isEqualTo("1");
  }

  @Test
  void an_endless_loop_is_ended_at_its_time() throws Throwable {
    fails(
        Duration.ofMillis(500),
        "TimeoutError",
        "longer than it may",
        "while (true) { try { Thread.sleep(1); } catch (InterruptedException e) {} }");
    assertThat(workshop.executor().figures().ended()).containsKey(Ending.TIMEOUT);
    assertThat(workshop.executor().stuck()).isZero();
  }

  @Test
  void an_exit_ends_the_worker_alone() throws Throwable {
    fails(TIME, "WorkerCrashed", "exit code 7", "System.exit(7); return 1;");
    fails(TIME, "WorkerCrashed", "exit code 3", "System.exit(3); return 1;");
    fails(TIME, "WorkerCrashed", "exit code 0", "Runtime.getRuntime().halt(0); return 1;");
  }

  @Test
  void memory_without_end_is_an_error_of_the_call() throws Throwable {
    fails(
        TIME,
        "OutOfMemoryError",
        "64 MiB",
        "var all = new java.util.ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]);");
    fails(
        TIME,
        "OutOfMemoryError",
        "64 MiB",
        "var all = new long[10][]; for (int i = 0; i < 10; i++) all[i] = new long[1 << 27]; return 1;");
  }

  @Test
  void a_flood_of_threads_is_stopped() throws Throwable {
    fails(
        TIME,
        "TooManyThreads",
        "512",
        "while (true) new Thread(() -> { while (true) try { Thread.sleep(100000); }"
            + " catch (InterruptedException e) {} }).start();");
  }

  @Test
  void deep_recursion_is_a_failure_like_others() throws Throwable {
    long started = workshop.executor().figures().started();
    workshop.add(
        "deep",
        """
        int deep(int n) {
          return n < 0 ? 0 : 1 + deep(n + 1);
        }

        int chatty(Context ctx, int n) {
          ctx.log().info("at {}", n);
          return 1 + chatty(ctx, n + 1);
        }

        record Input(boolean chatty) {}

        @Register(name = "deep")
        int deep(Context ctx, Input input) {
          return input.chatty() ? chatty(ctx, 0) : deep(0);
        }
        """);
    for (var payload : new String[] {"{\"chatty\":false}", "{\"chatty\":true}"}) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> workshop.call("deep", payload, host, TIME))
            .isInstanceOfSatisfying(
                FunctionFailure.class,
                failure -> assertThat(failure.type()).isEqualTo("StackOverflowError"));
      }
    }
    assertThat(workshop.executor().figures().started()).isEqualTo(started);
  }

  @Test
  void a_worker_that_is_killed_fails_its_call() throws Throwable {
    fails(
        TIME,
        "WorkerCrashed",
        "signal 9",
        "new ProcessBuilder(\"kill\", \"-9\", \"\" + ProcessHandle.current().pid()).start();"
            + " Thread.sleep(100000); return 1;");
  }

  @Test
  void a_crash_of_native_code_fails_its_call() throws Throwable {
    fails(
        TIME,
        "WorkerCrashed",
        "crashed in native code",
        "var field = Class.forName(\"sun.misc.Unsafe\").getDeclaredField(\"theUnsafe\");"
            + " field.setAccessible(true);"
            + " ((sun.misc.Unsafe) field.get(null)).putAddress(0, 1); return 1;");
  }

  @Test
  void a_result_beyond_the_limit_is_refused() throws Throwable {
    fails(TIME, "ResultSizeError", "exceeds", "return \"x\".repeat(11 << 20);");
  }

  @Test
  void what_is_written_to_the_standard_output_itself_harms_nobody() throws Throwable {
    workshop.add(
        "garbage",
        """
        @Register(name = "garbage")
        int garbage() throws Exception {
          var bytes = new byte[1 << 16];
          new java.util.Random(1).nextBytes(bytes);
          for (var file : new java.io.FileDescriptor[] {
              java.io.FileDescriptor.out, java.io.FileDescriptor.err}) {
            var out = new java.io.FileOutputStream(file);
            for (int i = 0; i < 100; i++) {
              out.write(bytes);
            }
          }
          return System.in.read();
        }
        """);
    assertThat(workshop.call("garbage", host)).isEqualTo("-1");
    assertThat(workshop.call("well", host)).isEqualTo("1");
  }

  @Test
  void what_is_printed_without_end_ends_with_the_call() throws Throwable {
    GrowingLimit.from(
        Duration.ofSeconds(1),
        limit -> {
          fails(
              limit,
              "TimeoutError",
              "",
              "while (true) System.out.println(\"and so on and so forth\");");
          return host.messages().contains("and so on and so forth");
        });
  }

  @Test
  void processes_that_a_call_has_started_go_with_it() throws Throwable {
    GrowingLimit.from(
        Duration.ofSeconds(1),
        limit -> {
          fails(
              limit,
              "TimeoutError",
              "",
              "var child = new ProcessBuilder(\"sleep\", \"1000\").start();"
                  + " ctx.log().info(\"{}\", child.pid()); Thread.sleep(1000000); return 1;");
          return !host.messages().isEmpty();
        });
    long child = Long.parseLong(host.messages().getLast());
    Eventually.until(
        "the child is gone",
        () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }
}
