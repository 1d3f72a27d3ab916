package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Updates leave no classes behind, neither in the server nor in its workers. */
class ExtensionReleaseTest {
  private static final int UPDATES = 200;

  /** Two texts in turn are compiled twice, and loaded anew every time. */
  private static final String SOURCE =
      """
      class Grows {
        static final byte[] BALLAST = new byte[100_000];
        static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

        @Register(name = "classes", auth = Auth.PUBLIC)
        long classes() {
          LOCAL.set(this);
          System.gc();
          return java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
              + 0 * %d;
        }

        @Route(path = "/says", auth = Auth.PUBLIC)
        Says says() { return new Says("hi"); }
        record Says(String what) {}

        @BeforeRegister
        void hook(Registration draft) { LOCAL.set(new Object() {}); }
      }
      """;

  @Test
  void two_hundred_updates_leave_no_class_loader_in_the_server() {
    try (var server = start(Isolation.THREAD)) {
      var extension = extension(0).install(server);
      var files = new ArrayList<WeakReference<Object>>();
      for (int i = 1; i <= UPDATES; i++) {
        extension.source("Grows", SOURCE.formatted(i % 2)).update(server);
        var function = server.tinybase().functions().registry().find("classes").orElseThrow();
        files.add(new WeakReference<>(function.entry().file()));
        if (i % 5 == 0) {
          use(server);
        }
      }
      Eventually.until(
          "all but the last one are collected",
          () -> {
            System.gc();
            return files.stream().filter(file -> file.get() != null).count() == 1;
          });
    }
  }

  @Test
  void two_hundred_updates_leave_no_classes_in_a_worker() {
    try (var server = start(Isolation.PROCESS)) {
      var extension = extension(0).install(server);
      long early = 0;
      for (int i = 1; i <= UPDATES; i++) {
        extension.source("Grows", SOURCE.formatted(i % 2)).update(server);
        long classes = use(server);
        early = i == UPDATES / 4 ? classes : early;
      }
      long most = early + UPDATES; // each version has three classes of its own
      Eventually.until("the worker has unloaded the old ones", () -> use(server) < most);
    }
  }

  private static long use(TestServer server) {
    assertThat(server.get(null, "/api/x/grows/says").status()).isEqualTo(200);
    var reply = server.post(null, "/api/functions/classes", "{}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("result").longValue();
  }

  private static TestExtension extension(int version) {
    return new TestExtension("grows").source("Grows", SOURCE.formatted(version));
  }

  private static TestServer start(Isolation isolation) {
    return TestServer.start(
        Engine.SQLITE,
        settings -> {
          var functions = RecordCopy.with(settings.functions(), "isolation", isolation);
          return RecordCopy.with(settings, "functions", RecordCopy.with(functions, "workers", 1));
        },
        Clock.systemUTC());
  }
}
