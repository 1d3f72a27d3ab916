package dev.tinybase.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.ServerProcess;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server cannot live without goes on, whatever happens to it. */
@Timeout(180)
class LoopsTest {
  private static final List<String> LOOPS =
      List.of(
          "listener",
          "slow-clients",
          "access-log",
          "functions-watch",
          "call-log",
          "function-deadlines",
          "jobs",
          "schedules",
          "job-monitor");

  private static List<Thread> named(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  private static Settings logged(Settings s) {
    return RecordCopy.with(s, "log", new Settings.Log("error", true, Settings.Log.Format.TEXT));
  }

  private static void function(TestServer server, String name, String result) throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(
        server.functionsFolder().resolve(name + ".java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "%s", auth = Auth.PUBLIC)
        String run() {
          return "%s";
        }
        """
            .formatted(name, result));
  }

  private static boolean answers(TestServer server, String name, String result) {
    var reply = server.post(null, "/api/functions/" + name, "{}");
    return reply.status() == 200 && reply.text().contains("\"" + result + "\"");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void each_loop_survives_an_interrupt(Engine engine) throws Exception {
    var loops = new ArrayList<>(LOOPS);
    loops.add(engine == Engine.SQLITE ? "tinybase-writer" : "tinybase-announcements");
    try (var server = TestServer.start(engine, LoopsTest::logged, Clock.systemUTC())) {
      function(server, "first", "one");
      Eventually.until("it is loaded", () -> answers(server, "first", "one"));
      for (int round = 0; round < 5; round++) {
        for (var loop : loops) {
          var threads = named(loop);
          assertThat(threads).as(loop).isNotEmpty();
          threads.forEach(Thread::interrupt);
        }
        server.user("user" + round + "@example.com");
      }
      for (var loop : loops) {
        assertThat(named(loop)).as(loop).allMatch(Thread::isAlive).isNotEmpty();
      }
      loops.remove("listener"); // waits for a connection, whatever happens
      Eventually.until(
          "each has taken notice",
          () ->
              loops.stream()
                  .flatMap(loop -> named(loop).stream())
                  .noneMatch(Thread::isInterrupted));
      function(server, "second", "two");
      Eventually.until("functions are still watched", () -> answers(server, "second", "two"));
      assertThat(server.get(null, "/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void a_server_without_free_descriptors_makes_room_and_goes_on() throws Exception {
    var folder = TempFolder.next();
    Files.createDirectories(folder);
    try (var server =
        ServerProcess.start(
            List.of("sh", "-c", "ulimit -n 256; exec \"$0\" \"$@\""), folder, Map.of())) {
      int port = URI.create(server.base()).getPort();
      var sockets = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 400; i++) {
          sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        assertThat(ready(port)).isTrue();
      } finally {
        for (var socket : sockets) {
          socket.close();
        }
      }
      Eventually.until("it answers at once", () -> ready(port));
    }
  }

  private static boolean ready(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      var request = "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).contains(" 200 ");
    } catch (IOException _) {
      return false;
    }
  }
}
