package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests beside the extensions that we show pass, as their readers run them. */
class ExampleTestsTest {
  private static final Path EXAMPLES =
      Path.of("../examples/extensions").toAbsolutePath().normalize();

  static List<Path> examples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void the_tests_beside_an_example_pass(Path example, @TempDir Path folder) {
    var run = new CommandLineRun(folder).run("extensions", "test", example.toString());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).containsPattern("[2-9] passed, 0 failed");
  }
}
