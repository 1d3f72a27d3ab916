package dev.tinybase.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes: when they are started, replaced and ended. */
class WorkersTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String PID =
      "@Register(name = \"pid\") long pid() { return ProcessHandle.current().pid(); }";

  @TempDir private Path folder;
  private final FakeHost host = new FakeHost();

  @Test
  void a_stop_leaves_no_process_and_no_folder_behind() throws Throwable {
    ProcessHandle worker;
    Path temporary;
    try (var workshop = new Workshop(folder, 2, 64)) {
      workshop.add("pid", PID);
      workshop.add(
          "here",
          "@Register(name = \"here\") String here() throws Exception {"
              + " var own = java.nio.file.Path.of(System.getProperty(\"java.io.tmpdir\"));"
              + " java.nio.file.Files.writeString(own.resolve(\"left.txt\"), \"x\");"
              + " return own.toString(); }");
      worker = process(workshop);
      temporary = Path.of(workshop.call("here", host).replace("\"", ""));
      assertThat(temporary.resolve("left.txt")).exists();
      Eventually.until(
          "both and the spare one are there", () -> workshop.executor().figures().alive() == 3);
    }
    assertThat(worker.isAlive()).isFalse();
    assertThat(temporary).doesNotExist();
  }

  private ProcessHandle process(Workshop workshop) throws Throwable {
    return ProcessHandle.of(Long.parseLong(workshop.call("pid", host))).orElseThrow();
  }

  @Test
  void a_worker_that_dies_between_calls_is_replaced_and_no_call_notices() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      workshop.add("pid", PID);
      var first = process(workshop);
      first.destroyForcibly();
      first.onExit().get();
      Eventually.until(
          "it is counted", () -> workshop.executor().figures().ended().containsKey(Ending.CRASH));
      assertThat(process(workshop)).isNotEqualTo(first);
      Eventually.until(
          "another one is started", () -> workshop.executor().figures().started() >= 3);
    }
  }

  @Test
  void a_spare_worker_takes_the_place_of_one_that_dies() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      workshop.add("pid", PID);
      Eventually.until("both are there", () -> workshop.executor().figures().alive() == 2);
      for (int i = 0; i < 3; i++) {
        var spare = workshop.executor().figures().started();
        long ended = ended(workshop);
        var worker = process(workshop);
        worker.destroyForcibly();
        worker.onExit().get();
        Eventually.until("its end is known", () -> ended(workshop) > ended);
        assertThat(process(workshop)).isNotEqualTo(worker);
        Eventually.until(
            "there is a new spare one",
            () ->
                workshop.executor().figures().alive() == 2
                    && workshop.executor().figures().started() > spare);
      }
    }
  }

  @Test
  void runs_in_a_kept_place_share_a_worker_until_it_ends() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      workshop.add("pid", PID);
      Eventually.until("both are there", () -> workshop.executor().figures().alive() == 2);
      var executor = workshop.executor();
      boolean _ =
          executor.withPlace(() -> {
            var first = pidHere(workshop);
            assertThat(pidHere(workshop)).isEqualTo(first);
            var worker = ProcessHandle.of(first).orElseThrow();
            worker.destroyForcibly();
            worker.onExit().join();
            Eventually.until("its end is known", () -> ended(workshop) == 1);
            assertThat(pidHere(workshop)).isNotEqualTo(first);
            return true;
          });
      assertThat(process(workshop).isAlive()).isTrue();
    }
  }

  private long pidHere(Workshop workshop) {
    var entry = workshop.function("pid").entry();
    var info = Workshop.info("pid", TIME, 0);
    try {
      return workshop
          .executor()
          .executeHere(
              null,
              workshop.function("pid"),
              TIME,
              (invoker, _) ->
                  Long.parseLong(
                      Workshop.json(invoker.invoke(entry, info, host, Workshop.input("{}")))));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static long ended(Workshop workshop) {
    return workshop.executor().figures().ended().values().stream().mapToLong(n -> n).sum();
  }

  @Test
  void the_start_of_a_worker_is_not_the_time_of_a_call() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      var executor = new AtomicReference<ProcessExecutor>();
      InstantSource countsWorkers =
          () -> Instant.EPOCH.plusSeconds(executor.get().figures().alive());
      executor.set(
          new ProcessExecutor(Workshop.settings(1, 64), workshop.registry(), countsWorkers, TIME));
      workshop.add("pid", PID);
      try (var cold = executor.get()) {
        assertThat(countsWorkers.instant()).isEqualTo(Instant.EPOCH);
        var deadline = cold.execute(workshop.function("pid"), TIME, (_, until) -> until);
        assertThat(deadline).isAfter(Instant.EPOCH.plus(TIME));
      }
    }
  }

  @Test
  void a_call_that_finds_all_workers_busy_is_told_after_a_while() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64, Duration.ofSeconds(5))) {
      workshop.add(
          "slow",
          "@Register(name = \"slow\") int slow(Context ctx) throws Exception {"
              + " ctx.secret(\"GO\"); return 1; }");
      Eventually.until("one is there", () -> workshop.executor().figures().alive() > 0);
      var busy = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      var waiting =
          new FakeHost() {
            @Override
            public String secret(String name) {
              busy.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return "gone";
            }
          };
      var first = CompletableFuture.supplyAsync(() -> result(workshop, "slow", waiting));
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> workshop.call("slow", "{}", host, TIME))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("overloaded");
                assertThat(problem.headers()).containsEntry("Retry-After", "1");
              });
      go.countDown();
      assertThat(first.get()).isEqualTo("1");
    }
  }

  private static String result(Workshop workshop, String name, FakeHost host) {
    try {
      return workshop.call(name, "{}", host, TIME);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_interrupt_of_the_one_who_waits_ends_the_call() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      workshop.add("pid", PID);
      workshop.add(
          "wait",
          "@Register(name = \"wait\") int wait_(Context ctx) throws Exception {"
              + " ctx.log().info(\"here\"); Thread.sleep(100000); return 1; }");
      var caller = Thread.currentThread();
      var interrupting =
          CompletableFuture.runAsync(() -> {
            Eventually.until("it runs", () -> host.messages().contains("here"));
            caller.interrupt();
          });
      assertThatThrownBy(() -> workshop.call("wait", host))
          .isInstanceOf(InterruptedException.class);
      interrupting.get();
      assertThat(Thread.interrupted()).isFalse();
      assertThat(process(workshop).isAlive()).isTrue();
    }
  }

  @Test
  void a_stop_while_a_worker_starts_is_no_error_in_the_log() throws Exception {
    var logged = new ConcurrentLinkedQueue<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord event) {
            logged.add(event.getLevel() + " " + event.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var log = Logger.getLogger("functions");
    log.addHandler(handler);
    try {
      var workers = new Workers(2, 10, TIME, new Launcher(64, 1000, 1000));
      workers.begin();
      Eventually.until("they are on their way", () -> workers.figures().started() == 3);
      workers.close();
      Eventually.until("none is left", () -> workers.figures().alive() == 0);
    } finally {
      log.removeHandler(handler);
    }
    assertThat(logged).noneMatch(line -> line.startsWith("SEVERE"));
  }

  @Test
  void workers_that_cannot_start_are_a_clear_error() throws Exception {
    var launcher = new Launcher(1, 1000, 1000); // a JVM does not start with one MiB
    assertThatThrownBy(() -> launcher.launch(1))
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("heap");
    try (var workers = new Workers(1, 10, Duration.ofMillis(10), launcher)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  workers.take();
                }
              })
          .isInstanceOf(Problem.class);
      Eventually.until("the reason is known", () -> code(workers).equals("workers_unavailable"));
    }
  }

  private static String code(Workers workers) {
    try {
      workers.take();
      return "taken";
    } catch (Problem problem) {
      return problem.code();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_worker_is_replaced_after_so_many_calls() throws Exception {
    var launcher = new Launcher(64, 1000, 1000);
    try (var workers = new Workers(1, 2, TIME, launcher)) {
      var first = workers.take();
      workers.giveBack(first, true);
      assertThat(workers.take()).isSameAs(first);
      workers.giveBack(first, true);
      var second = workers.take();
      assertThat(second).isNotSameAs(first);
      Eventually.until(
          "its end is counted, which the spare does not wait for",
          () -> workers.figures().ended().equals(Map.of(Ending.RECYCLED, 1L)));
      workers.giveBack(second, false);
      assertThat(workers.take()).isNotSameAs(second);
    }
  }

  @Test
  void a_worker_whose_memory_stays_full_is_replaced() throws Throwable {
    try (var workshop = new Workshop(folder, 1, 64)) {
      workshop.add(
          "keeps",
          """
          static final java.util.List<byte[]> KEPT = new java.util.ArrayList<>();

          @Register(name = "keeps")
          int keeps() {
            while (KEPT.size() < 38) {
              KEPT.add(new byte[1 << 20]);
            }
            var garbage = new byte[8][];
            for (int i = 0; i < garbage.length; i++) {
              garbage[i] = new byte[1 << 20];
            }
            System.gc();
            return garbage.length;
          }
          """);
      Eventually.until(
          "it is replaced",
          () -> {
            assertThat(result(workshop, "keeps", host)).isEqualTo("8");
            return workshop.executor().figures().ended().containsKey(Ending.RECYCLED);
          });
    }
  }

  @Test
  void the_token_of_a_worker_is_told_to_nobody_else() throws Exception {
    try (var launcher = new Launcher(64, 1000, 1000)) {
      var worker = launcher.launch(1);
      var handle = worker.process().info();
      assertThat(handle.commandLine().orElse("")).doesNotContainPattern("[0-9a-f]{64}");
      worker.end(Ending.STOPPED);
    }
  }
}
