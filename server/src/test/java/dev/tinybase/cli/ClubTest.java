package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The app of a club that we show: its tests, its types, and its client against a server. */
class ClubTest {
  private static final Path CLUB = Path.of("../examples/club").toAbsolutePath().normalize();

  /** In the order in which they are imported. */
  private static final List<String> SEED =
      List.of("venues.csv", "teams.csv", "events.csv", "news.ndjson");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    copy(CLUB, folder);
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
  void its_client_has_a_conversation_with_a_server(Engine engine) throws IOException {
    NodeTools.require();
    try (var server = TestServer.start(engine)) {
      for (var name : names(folder.resolve("collections"))) {
        var json = Files.readString(folder.resolve("collections").resolve(name));
        assertThat(server.post(server.adminToken(), "/api/collections", json).status())
            .as(name)
            .isEqualTo(201);
      }
      copy(folder.resolve("functions"), server.functionsFolder());
      assertThat(server.tinybase().load().failures()).isEmpty();
      seed(server);
      converse(server, "club-" + engine.name().toLowerCase(Locale.ROOT));
    }
  }

  private void seed(TestServer server) {
    for (var file : SEED) {
      var collection = file.substring(0, file.indexOf('.'));
      var run = at(server).run("import", collection, "seed/" + file);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  private CommandLineRun at(TestServer server) {
    return new CommandLineRun(folder)
        .with("TINYBASE_API_URL", server.uri("").toString())
        .with("TINYBASE_API_TOKEN", server.adminToken());
  }

  private void converse(TestServer server, String name) {
    var project = NodeTools.folder(name);
    copy(folder.resolve("client"), project);
    NodeTools.run(project, "tsc");
    var url = server.uri("").toString();
    assertThat(
            NodeTools.node(
                project, "dist/conversation.js", url, TestServer.ADMIN, TestServer.PASSWORD))
        .contains("waiting, 0 waiting before", "tokens were renewed without notice")
        .endsWith("done\n");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Not what npm, tsc and commands leave behind. */
  private static boolean isSource(Path relative) {
    return Stream.of("node_modules", "dist", ".tinybase")
        .noneMatch(name -> parts(relative).contains(name));
  }

  private static List<String> parts(Path relative) {
    return IntStream.range(0, relative.getNameCount())
        .mapToObj(i -> relative.getName(i).toString())
        .toList();
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (var file :
          files.filter(Files::isRegularFile).filter(it -> isSource(from.relativize(it))).toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
