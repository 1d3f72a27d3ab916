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
import org.junit.jupiter.api.AfterEach;
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

        /** How many versions of this class are there in this process, which all enter themselves. */
        @Register(name = "versions", auth = Auth.PUBLIC)
        @SuppressWarnings("unchecked")
        long versions() {
          var all =
              (List<java.lang.ref.WeakReference<Object>>)
                  System.getProperties().computeIfAbsent("versions of Grows", _ -> new ArrayList<>());
          if (all.stream().noneMatch(it -> it.get() == Grows.class)) {
            all.add(new java.lang.ref.WeakReference<>(Grows.class));
          }
          System.gc();
          return all.stream().filter(it -> it.get() != null).count() + 0 * %d;
        }

        @Route(path = "/says", auth = Auth.PUBLIC)
        Says says() { return new Says("hi"); }
        record Says(String what) {}

        @BeforeRegister
        void hook(Registration draft) { LOCAL.set(new Object() {}); }
      }
      """;

  /** The resolver of libraries takes every property of the process for a text. */
  @AfterEach
  void remove_what_the_code_has_left() {
    System.getProperties().remove("versions of Grows");
  }

  @Test
  void two_hundred_updates_leave_no_class_loader_in_the_server() {
    try (var server = start(Isolation.THREAD)) {
      var extension = extension(0).install(server);
      var files = new ArrayList<WeakReference<Object>>();
      for (int i = 1; i <= UPDATES; i++) {
        extension.source("Grows", SOURCE.formatted(i % 2)).update(server);
        var function = server.tinybase().functions().registry().find("versions").orElseThrow();
        files.add(new WeakReference<>(function.entry().file()));
        if (i % 20 == 0) {
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
  void a_hundred_updates_leave_no_classes_in_a_worker() {
    try (var server = start(Isolation.PROCESS)) {
      var extension = extension(0).install(server);
      for (int i = 1; i <= UPDATES / 2; i++) {
        extension.source("Grows", SOURCE.formatted(i % 2)).update(server);
        assertThat(use(server)).isPositive();
      }
      Eventually.until("the worker has unloaded the old ones", () -> use(server) == 1);
    }
  }

  private static long use(TestServer server) {
    assertThat(server.get(null, "/api/x/grows/says").status()).isEqualTo(200);
    var reply = server.post(null, "/api/functions/versions", "{}");
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
