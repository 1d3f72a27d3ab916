package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the records of calls when the server's process ends, one way or the other. */
class CallRecordsTest {
  private static final String CALLS = "/api/admin/functions/calls?limit=1&status=";

  @TempDir Path folder;

  @BeforeEach
  void functions() throws IOException {
    var functions = Files.createDirectory(folder.resolve("functions"));
    Files.writeString(
        functions.resolve("hello.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "hello", description = "Says hello", auth = Auth.PUBLIC)
        String hello(Context ctx) {
          ctx.log().info("called");
          return "hello";
        }
        """);
    Files.writeString(
        functions.resolve("slow.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "slow", description = "Sleeps", auth = Auth.PUBLIC, timeout = "60s")
        String slow() throws Exception {
          var mark = java.nio.file.Path.of("MARK");
          if (!java.nio.file.Files.exists(mark)) {
            java.nio.file.Files.createFile(mark);
            Thread.sleep(50_000);
          }
          return "done";
        }
        """
            .replace("MARK", folder.resolve("ran-before").toString()));
  }

  @Test
  void a_kill_loses_the_last_moment_at_most_and_no_call_that_was_accepted() {
    String token;
    String slowCall;
    try (var server = start()) {
      var http = Http.at(server.base());
      token = http.login("admin@example.com");
      call(http, 30);
      var slow = http.post("/api/functions/slow?async=true", "{}");
      assertThat(slow.status()).as(slow.text()).isEqualTo(202);
      slowCall = slow.header("Location");
      Eventually.until("it runs", () -> Files.exists(folder.resolve("ran-before")));
      // Nobody asks the server, which would make it write at once.
      Eventually.until("what was called is on disk", () -> count("_function_calls") == 31);
      assertThat(count("_function_logs")).isEqualTo(30);
      call(http, 10);
      server.kill();
    }
    assertThat(Integrity.check(folder.resolve("tinybase.db"))).isEqualTo("ok");
    try (var server = start()) {
      var http = Http.at(server.base()).as(token);
      assertThat(http.get(CALLS + "succeeded").json().path("total").asInt()).isBetween(30, 41);
      Eventually.until(
          "nothing runs", () -> http.get(CALLS + "running").json().path("total").asInt() == 0);
      assertThat(http.get(CALLS + "failed").json().path("total").asInt()).isZero();
      var ended = http.get(slowCall).json();
      assertThat(ended.path("function_name").stringValue()).isEqualTo("slow");
      assertThat(ended.path("status").stringValue()).isEqualTo("succeeded");
      assertThat(ended.path("result").stringValue()).isEqualTo("done");
    }
  }

  @Test
  void a_clean_stop_loses_nothing() {
    try (var server = start()) {
      call(Http.at(server.base()), 40);
      server.terminate();
    }
    assertThat(count("_function_calls")).isEqualTo(40);
    assertThat(count("_function_logs")).isEqualTo(40);
  }

  private static void call(Http http, int times) {
    for (int i = 0; i < times; i++) {
      var reply = http.post("/api/functions/hello", "{}");
      assertThat(reply.json().path("status").asString()).as(reply.text()).isEqualTo("succeeded");
    }
  }

  private long count(String table) {
    try (var database = Engine.open("sqlite:///" + folder.resolve("tinybase.db"))) {
      return database.read(sql -> sql.number("select count(*) from " + table));
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(folder, Map.of("TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true"));
  }
}
