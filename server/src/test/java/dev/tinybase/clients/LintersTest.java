package dev.tinybase.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What linters say of the document, with the rules that they recommend. */
class LintersTest {
  private ClientWorld world;

  @BeforeEach
  void start() {
    NodeTools.require();
    world = ClientWorld.start();
  }

  @AfterEach
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void redocly_finds_nothing() throws IOException {
    var folder = folder("redocly");
    assertThat(NodeTools.run(folder, "redocly", "lint", "openapi.json"))
        .contains("Your API description is valid")
        .doesNotContain("You have");
  }

  @Test
  void spectral_finds_nothing() throws IOException {
    var folder = folder("spectral");
    NodeTools.run(
        folder, "spectral", "lint", "-r", "spectral.yaml", "--fail-severity=hint", "openapi.json");
  }

  private Path folder(String linter) throws IOException {
    var folder = world.folder(linter);
    var rules = linter + ".yaml";
    Files.copy(NodeTools.SOURCES.resolve(rules), folder.resolve(rules));
    return folder;
  }
}
