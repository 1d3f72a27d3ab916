package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.testing.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
  private static final String PROPERTY = "tinybase.test.shutdown";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void objects_of_functions_that_can_be_closed_are() {
    var calls = new Calls(folder);
    var function =
        calls.function(
            """
            static class Counter implements AutoCloseable {
              @Register(name = "f") int next() { return 1; }
              public void close() { System.setProperty("tinybase.test.shutdown", "closed"); }
            }
            """);
    calls.call(function, "{}");
    function.file().close();
    Eventually.until("it is closed", () -> "closed".equals(System.getProperty(PROPERTY)));
  }

  @Test
  void a_file_that_nobody_called_runs_nothing_at_its_end() {
    var calls = new Calls(folder);
    var function =
        calls.function(
            """
            static final Object LOUD = System.setProperty("tinybase.test.shutdown", "loaded");
            @Register(name = "f") int f() { return 1; }
            @dev.tinybase.sdk.hooks.OnShutdown
            static void end() { System.setProperty("tinybase.test.shutdown", "ended"); }
            """);
    function.file().close();
    calls.files.close();
    assertThat(System.getProperty(PROPERTY)).isNull();
  }

  @Test
  void a_failing_end_does_not_keep_the_rest_from_ending() {
    var calls = new Calls(folder);
    var function =
        calls.function(
            """
            final ExecutorService pool = Executors.newFixedThreadPool(1);
            @Register(name = "f") int f() throws Exception { return pool.submit(() -> 1).get(); }
            @dev.tinybase.sdk.hooks.OnShutdown void first() { throw new IllegalStateException("x"); }
            @dev.tinybase.sdk.hooks.OnShutdown void second() throws Exception {
              System.setProperty("tinybase.test.shutdown", "" + pool.isShutdown());
            }
            """);
    calls.call(function, "{}");
    var loader = function.file().loader;
    assertThat(loader.threads()).hasSize(1);
    function.file().close();
    Eventually.until("its thread has ended", () -> loader.threads().isEmpty());
    assertThat(System.getProperty(PROPERTY)).isEqualTo("false");
  }

  @Test
  void an_end_that_takes_something_is_told_when_the_file_is_saved() {
    var calls = new Calls(folder);
    assertThatThrownBy(() ->
            calls.function(
                """
                @Register(name = "f") int f() { return 1; }
                @dev.tinybase.sdk.hooks.OnShutdown void end(Context ctx) {}
                """))
        .isInstanceOf(LoadFailure.class)
        .hasMessageContaining("The method end has @OnShutdown and takes parameters");
  }

  @Test
  void a_thread_that_holds_an_old_version_is_told_after_a_minute_and_once() throws Exception {
    var now = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));
    var shutdowns = new UnitShutdowns(now::get);
    var calls = new Calls(folder);
    var function =
        calls.function(
            """
            static volatile boolean stop;
            @Register(name = "f") int f() {
              Thread.ofPlatform().daemon().name("one that stays").start(() -> {
                while (!stop) {
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
              });
              return 1;
            }
            @Register(name = "stop") int stop() { stop = true; return 1; }
            """);
    calls.call(function, "{}");
    shutdowns.begin(List.of(function.file().shutdown().orElseThrow()));
    shutdowns.close(); // waits for it
    assertThat(shutdowns.leftovers()).isEmpty();
    now.set(now.get().plusSeconds(60));
    assertThat(shutdowns.leftovers())
        .singleElement()
        .asString()
        .startsWith("The thread 'one that stays' still holds an old version of f (at ")
        .containsPattern("\\(at \\S+\\(.+\\)\\)")
        .contains("@OnShutdown");
    assertThat(shutdowns.leftovers()).isEmpty();
    calls.call(function.file().functions().getLast(), "{}");
    Eventually.until("it stops", () -> function.file().loader.threads().isEmpty());
  }

  @Test
  void threads_of_the_context_find_the_services_of_the_file_and_others_not_the_servers() {
    var calls = new Calls(folder);
    var function =
        calls.function(
            """
            @Register(name = "f") String f(Context ctx) throws Exception {
              var own = getClass().getClassLoader();
              var thread = Thread.currentThread();
              var before = thread.getContextClassLoader();
              thread.setContextClassLoader(null); // what makes the thread must not matter
              var there = ctx.executor().submit(() -> thread().getContextClassLoader()).get();
              thread.setContextClassLoader(before);
              return (before == own) + " " + (there == own);
            }
            static Thread thread() { return Thread.currentThread(); }
            """);
    assertThat(calls.call(function, "{}")).isEqualTo("\"true true\"");
    try (var pool = new ForkJoinPool(1, new CommonPoolThreads(), null, false)) {
      var loader = pool.submit(() -> Thread.currentThread().getContextClassLoader()).join();
      assertThat(loader).isSameAs(UnitClassLoader.sdk());
    }
  }
}
