package dev.tinybase.functions.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Eventually;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions hold is let go of when another version takes their place. */
class ReleaseTest {
  private static final int RELOADS = 50;

  @SuppressWarnings("InlineFormatString") // too long to stand where it is used
  private static final String HOLDS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.sql.*;

      static class OwnDriver implements Driver {
        public Connection connect(String url, Properties info) { return null; }
        public boolean acceptsURL(String url) { return false; }
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return null; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public java.util.logging.Logger getParentLogger() { return null; }
      }

      final ExecutorService pool = Executors.newFixedThreadPool(2);
      final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
      final Timer timer = new Timer();
      static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
      volatile boolean stopped;

      @Register(name = "holds", auth = Auth.PUBLIC, description = "version %d")
      String holds() throws Exception {
        DriverManager.registerDriver(new OwnDriver());
        pool.submit(() -> 1).get();
        scheduler.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        timer.schedule(new TimerTask() { public void run() {} }, 3_600_000);
        Thread.ofPlatform().daemon().name("sleeper-of-holds").start(() -> {
          try {
            Thread.sleep(3_600_000);
          } catch (InterruptedException e) {
            // the end
          }
        });
        Thread.ofPlatform().daemon().name("stubborn-of-holds").start(() -> {
          while (!stopped) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
          }
        });
        LOCAL.set(this);
        return "held";
      }

      @OnShutdown
      void end() {
        stopped = true;
        System.setProperty("ended-of-holds", "" + (Integer.getInteger("ended-of-holds", 0) + 1));
      }
      """;

  @TempDir Path directory;

  @Test
  void fifty_reloads_of_a_function_that_holds_everything_leave_nothing_behind() throws Exception {
    System.clearProperty("ended-of-holds");
    try (var world = new LoaderWorld(directory)) {
      var files = new ArrayList<WeakReference<Object>>();
      for (int i = 0; i < RELOADS; i++) {
        world.put("holds.java", HOLDS.formatted(i));
        world.loader.reload();
        assertThat(world.errors()).isEmpty();
        call(world, "holds");
        files.add(new WeakReference<>(world.registry.find("holds").orElseThrow().entry().file()));
      }
      Eventually.until(
          "all but the last one are collected",
          () -> {
            System.gc();
            return files.stream().filter(file -> file.get() != null).count() == 1;
          });
      assertThat(System.getProperty("ended-of-holds")).isEqualTo("" + (RELOADS - 1));
    }
    Eventually.until("the last one has ended too", () -> threads().isEmpty());
    assertThat(System.getProperty("ended-of-holds")).isEqualTo("" + RELOADS);
  }

  private static final String SHARED =
      """
      import dev.tinybase.sdk.hooks.OnShutdown;
      import java.util.concurrent.*;

      public class Pool {
        // version %d
        public static final ExecutorService WORKERS = Executors.newFixedThreadPool(1);

        public static String work() throws Exception {
          return WORKERS.submit(() -> Thread.currentThread().getName()).get();
        }

        @OnShutdown
        static void ended() {
          System.setProperty("ended-of-pool", "" + (Integer.getInteger("ended-of-pool", 0) + 1));
        }
      }
      """;

  private static final String USES =
      """
      import dev.tinybase.sdk.*;

      // version %d
      @Register(name = "uses", auth = Auth.PUBLIC)
      String uses() throws Exception {
        return Pool.work();
      }
      """;

  @Test
  void what_files_share_goes_on_until_the_last_of_them_ends() throws Exception {
    System.clearProperty("ended-of-pool");
    try (var world = new LoaderWorld(directory)) {
      world.put("lib/Pool.java", SHARED.formatted(1));
      world.put("uses.java", USES.formatted(1));
      world.loader.reload();
      assertThat(world.errors()).isEmpty();
      var first = new WeakReference<>(world.registry.find("uses").orElseThrow().entry().file());
      var worker = call(world, "uses");
      world.put("uses.java", USES.formatted(2));
      world.loader.reload();
      Eventually.until(
          "the old version of the file is collected",
          () -> {
            System.gc();
            return first.get() == null;
          });
      assertThat(call(world, "uses")).isEqualTo(worker); // the pool still works
      assertThat(System.getProperty("ended-of-pool")).isNull();
      world.put("lib/Pool.java", SHARED.formatted(2));
      world.loader.reload();
      Eventually.until(
          "the shared files have ended", () -> "1".equals(System.getProperty("ended-of-pool")));
      assertThat(call(world, "uses")).isNotEqualTo(worker);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.endsWith("-of-holds"))
        .toList();
  }

  /** On a thread of its own, as the server does it, so that nothing stays in its locals. */
  private static String call(LoaderWorld world, String name) throws InterruptedException {
    var result = new String[1];
    var thread = Thread.ofPlatform().start(() -> result[0] = invoke(world, name));
    thread.join();
    return result[0];
  }

  private static String invoke(LoaderWorld world, String name) {
    var function = world.registry.acquire(name).orElseThrow();
    var info =
        new CallInfo(
            UUID.randomUUID(), name, "test", Trigger.MANUAL, null, false, Instant.MAX, 0, null);
    var host =
        (Host)
            Proxy.newProxyInstance(
                Host.class.getClassLoader(), new Class<?>[] {Host.class}, (_, _, _) -> null);
    try {
      var result = function.entry().invoke(info, host, new Input.Json(Json.object()));
      return new String(((CallResult.Value) result).json(), StandardCharsets.UTF_8);
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      function.release();
    }
  }
}
