package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What our pages show is what happens: their conversations are run with a real shell and curl. */
class DocumentsTest {
  private static final Path CITIES = Path.of("examples", "cities", "README.md");
  private static final Path FUNCTIONS = Path.of("examples", "functions", "README.md");

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_shows_what_happens(Path page, @TempDir Path folder) throws IOException {
    converse(page, folder, Map.of());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_cities_are_served_as_their_page_shows(Engine engine, @TempDir Path folder)
      throws IOException {
    converse(CITIES, folder, Map.of("TINYBASE_DB_URL", engine.freshUrl()));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_functions_do_what_their_page_shows(Engine engine, @TempDir Path folder)
      throws IOException {
    converse(FUNCTIONS, folder, Map.of("TINYBASE_DB_URL", engine.freshUrl()));
  }

  @Test
  void every_link_between_pages_leads_somewhere() throws IOException {
    for (var page : markdown()) {
      var file = Terminal.repository().resolve(page);
      assertThat(Links.of(Files.readString(file)))
          .as("links of %s", page)
          .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
    }
  }

  private static void converse(Path page, Path folder, Map<String, String> environment)
      throws IOException {
    var steps = Step.of(Files.readString(Terminal.repository().resolve(page)));
    assertThat(steps).isNotEmpty();
    try (var terminal = new Terminal(folder, environment)) {
      for (var step : steps) {
        var output = terminal.run(step.command());
        assertThat(step.accepts(output))
            .as(
                "%s:%d%n$ %s%n%s%nbut shown is%n%s",
                page, step.line(), step.command(), output, step.expected())
            .isTrue();
      }
    }
  }

  /** Every page with a conversation, but those that run on both databases. */
  static Stream<Path> pages() throws IOException {
    assumeTrue(onPath("bash") && onPath("curl"), "bash and curl are needed");
    return markdown().stream()
        .filter(page -> !page.equals(CITIES) && !page.equals(FUNCTIONS))
        .filter(DocumentsTest::converses);
  }

  private static boolean converses(Path page) {
    try {
      return Files.readString(Terminal.repository().resolve(page)).contains("```console");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> markdown() throws IOException {
    var root = Terminal.repository();
    try (var top = Files.list(root);
        var docs = Files.walk(root.resolve("docs"));
        var examples = Files.walk(root.resolve("examples"))) {
      return Stream.of(top, docs, examples)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(root::relativize)
          .sorted()
          .toList();
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
