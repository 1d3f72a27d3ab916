package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a function's things when another version takes its place, wherever it runs. */
class ReplacedFunctionTest {
  private static final String KEEPER =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      record Input(String file) {}

      final int version = %d;
      String file;

      @Register(name = "keeper", auth = Auth.PUBLIC)
      int keeper(Input input) {
        file = input.file();
        return version;
      }

      @OnShutdown
      void end() throws Exception {
        java.nio.file.Files.writeString(java.nio.file.Path.of(file), "ended " + version);
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void an_old_version_closes_what_it_holds(Isolation isolation) {
    try (var server = server(isolation)) {
      var file = folder.resolve("end");
      var payload = Json.object().put("file", file.toString()).toString();
      for (int version = 1; version <= 3; version++) {
        server.sources("keeper", KEEPER.formatted(version));
        var reply = server.http().post("/api/functions/keeper", payload).json();
        assertThat(reply.path("result").asInt()).as(reply.toString()).isEqualTo(version);
        var ended = "ended " + (version - 1);
        Eventually.until(
            "the version before has ended",
            () -> ended.equals("ended 0") || ended.equals(text(file)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void a_stop_of_the_server_lets_functions_close_what_they_hold(Isolation isolation) {
    var file = folder.resolve("stop");
    try (var server = server(isolation)) {
      server.sources("keeper", KEEPER.formatted(7));
      var payload = Json.object().put("file", file.toString()).toString();
      assertThat(server.http().post("/api/functions/keeper", payload).json().path("result").asInt())
          .isEqualTo(7);
    }
    assertThat(text(file)).isEqualTo("ended 7");
  }

  @ParameterizedTest
  @EnumSource(value = Isolation.class, names = "PROCESS")
  void threads_that_all_share_do_not_show_what_the_server_brings_along(Isolation isolation) {
    try (var server = server(isolation)) {
      server.sources(
          "providers",
          """
          import dev.tinybase.sdk.*;
          import java.util.concurrent.CompletableFuture;

          @Register(name = "providers", auth = Auth.PUBLIC)
          List<String> providers() throws Exception {
            return CompletableFuture.supplyAsync(() ->
                ServiceLoader.load(java.sql.Driver.class).stream()
                    .map(it -> it.type().getName()).toList()).get();
          }
          """);
      var reply = server.http().post("/api/functions/providers", "{}").json();
      assertThat(reply.path("result").toString()).as(reply.toString()).isEqualTo("[]");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Isolation.class, names = "PROCESS")
  void a_shutdown_hook_of_an_old_version_runs_at_its_end(Isolation isolation) {
    try (var server = server(isolation)) {
      var source =
          """
          import dev.tinybase.sdk.*;
          import java.nio.file.*;

          @Register(name = "hooked", auth = Auth.PUBLIC)
          long hooked(Map<String, String> input) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
              try {
                Files.writeString(Path.of(input.get("file")), "ended %d");
              } catch (Exception e) {
                throw new RuntimeException(e);
              }
            }));
            return ProcessHandle.current().pid();
          }
          """;
      var file = folder.resolve("hook");
      var payload = Json.object().put("file", file.toString()).toString();
      server.sources("hooked", source.formatted(1));
      var first = server.http().post("/api/functions/hooked", payload).json().path("result");
      server.sources("hooked", source.formatted(2));
      var second = server.http().post("/api/functions/hooked", payload).json().path("result");
      assertThat(first.isNumber()).isTrue();
      assertThat(second).as("one process").isEqualTo(first);
      Eventually.until("its hook has run", () -> text(file).equals("ended 1"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }

  private static FunctionServer server(Isolation isolation) {
    return FunctionServer.start(
        Engine.SQLITE,
        "functions.isolation",
        isolation.name().toLowerCase(java.util.Locale.ROOT),
        "functions.workers",
        "1");
  }
}
