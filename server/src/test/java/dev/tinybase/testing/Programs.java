package dev.tinybase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine that some tests need. */
public final class Programs {
  private Programs() {}

  /** Where a program is. */
  public static Optional<Path> find(String name) {
    var path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":", -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A program; without it the test is skipped, or fails where REQUIRE_<NAME> is set. */
  public static Path need(String name) {
    var program = find(name);
    var variable = "REQUIRE_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    if (System.getenv(variable) == null) {
      assumeTrue(program.isPresent(), name + " is not installed: install it to run this");
    }
    assertThat(program).as("%s, which is required here", name).isPresent();
    return program.orElseThrow();
  }
}
