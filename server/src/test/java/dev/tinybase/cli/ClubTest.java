package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.ClubApp;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The app of a club that we show: its tests, its types, and its client against a server. */
class ClubTest {
  @TempDir Path folder;

  @BeforeEach
  void copy() {
    ClubApp.copy(folder);
  }

  @Test
  void the_tests_beside_its_functions_pass() {
    var run = new CommandLineRun(folder).run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("11 passed, 0 failed");
  }

  @Test
  void the_types_of_its_client_are_up_to_date() {
    var check =
        new CommandLineRun(folder)
            .run("types", "ts", "-o", "client/types.ts", "--files", "--check");
    assertThat(check.code()).as("tinybase types ts -o client/types.ts: " + check.err()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void its_client_has_a_conversation_with_a_server(Engine engine) {
    NodeTools.require();
    try (var server = TestServer.start(engine)) {
      ClubApp.install(server);
      var project = NodeTools.folder("club-" + engine.name().toLowerCase(Locale.ROOT));
      ClubApp.copyClient(project);
      NodeTools.run(project, "tsc");
      var url = server.uri("").toString();
      assertThat(
              NodeTools.node(
                  project, "dist/conversation.js", url, TestServer.ADMIN, TestServer.PASSWORD))
          .contains("waiting, 0 waiting before", "tokens were renewed without notice")
          .endsWith("done\n");
    }
  }
}
