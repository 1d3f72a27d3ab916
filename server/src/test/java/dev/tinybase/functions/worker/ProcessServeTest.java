package dev.tinybase.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of the real program whose functions run in other processes. */
class ProcessServeTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private ServerProcess server;

  @BeforeEach
  void start() throws IOException {
    function("pid", "60s", "long pid() { return ProcessHandle.current().pid(); }");
    function("loop", "2s", "int loop() { while (true) {} }");
    function(
        "eats",
        "20s",
        "int eats() { var all = new ArrayList<int[]>(); while (true) all.add(new int[1 << 20]); }");
    function(
        "bomb", "20s", "int bomb() { while (true) Thread.ofPlatform().start(LockSupport::park); }");
    server =
        ServerProcess.start(
            folder,
            Map.of(
                "TINYBASE_FUNCTIONS_ISOLATION", "process",
                "TINYBASE_METRICS_TOKEN", "scrape",
                "TINYBASE_FUNCTIONS_WORKERS", "2",
                "TINYBASE_FUNCTIONS_WORKER_MEMORY_MB", "64"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void function(String name, String limit, String method) throws IOException {
    var functions = Files.createDirectories(folder.resolve("functions"));
    var text =
        """
        import dev.tinybase.sdk.*;
        import java.util.concurrent.locks.LockSupport;
        @Register(name = "%s", auth = Auth.PUBLIC, timeout = "%s")
        %s
        """
            .formatted(name, limit, method);
    Files.writeString(functions.resolve(name + ".java"), text);
  }

  private Http http() {
    return Http.at(server.base());
  }

  /** The answer; a server whose workers are all busy is asked again, as it asks for. */
  private String call(String name) {
    var reply = http().post("/api/functions/" + name, "");
    while (reply.status() == 503) {
      reply = http().post("/api/functions/" + name, "");
    }
    return reply.text();
  }

  private ProcessHandle worker() {
    var reply = Json.parse(call("pid"));
    return ProcessHandle.of(reply.get("result").asLong()).orElseThrow();
  }

  @Test
  void workers_end_when_their_server_is_killed_even_in_the_middle_of_a_call() {
    var idle = worker();
    var loop = CompletableFuture.runAsync(() -> tried("loop"));
    var workers = idle.parent().orElseThrow().children().toList();
    assertThat(workers).hasSizeGreaterThanOrEqualTo(1);
    server.kill();
    Eventually.until("all are gone", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
    loop.join();
  }

  private void tried(String name) {
    try {
      call(name);
    } catch (RuntimeException _) {
      // its server is killed
    }
  }

  @Test
  void a_clean_stop_leaves_no_worker_behind() {
    var workers = worker().parent().orElseThrow().children().toList();
    assertThat(server.terminate()).isEqualTo(143);
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void whatever_functions_do_the_server_answers_at_once() {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          Stream.of("loop", "eats", "bomb").map(name -> callers.submit(() -> call(name))).toList();
      var times = new ArrayList<Long>();
      while (calls.stream().anyMatch(call -> !call.isDone())) {
        long begin = System.nanoTime();
        assertThat(http().get("/health").status()).isEqualTo(200);
        assertThat(http().get("/ready").status()).isEqualTo(200);
        times.add(System.nanoTime() - begin);
      }
      times.sort(null);
      assertThat(Duration.ofNanos(times.get(times.size() / 2)))
          .as("in the middle, as a busy machine may hold up a few of %s", times.size())
          .isLessThan(AT_ONCE);
      assertThat(calls)
          .extracting(call -> call.resultNow())
          .satisfiesExactly(
              loop -> assertThat(loop).contains("\"TimeoutError\""),
              eats -> assertThat(eats).contains("\"OutOfMemoryError\""),
              bomb -> assertThat(bomb).contains("\"TooManyThreads\""));
    }
    assertThat(worker().isAlive()).isTrue();
    assertThat(http().as("scrape").get("/metrics").text())
        .contains("tinybase_function_workers ", "tinybase_function_workers_started_total ")
        .contains("tinybase_function_workers_ended_total{reason=\"timeout\"} 1")
        .contains("tinybase_function_workers_ended_total{reason=\"out_of_memory\"} 1")
        .contains("tinybase_function_workers_ended_total{reason=\"too_many_threads\"} 1");
  }
}
