package dev.tinybase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeToolsTest {
  private Path folder;

  @BeforeEach
  void requireNode() {
    NodeTools.require();
    folder = NodeTools.folder("node-tools");
  }

  @Test
  void typescript_is_compiled_and_run() throws IOException {
    Files.writeString(
        folder.resolve("hello.ts"), "const who: string = 'Ada';\nconsole.log(who);\n");
    NodeTools.compile(folder, "--strict", "hello.ts");
    assertThat(NodeTools.node(folder, "hello.js")).isEqualTo("Ada\n");
  }

  @Test
  void what_a_program_complains_of_is_in_the_failure() throws IOException {
    Files.writeString(folder.resolve("wrong.ts"), "export const who: string = 1;\n");
    assertThatThrownBy(() -> NodeTools.compile(folder, "--strict", "wrong.ts"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("wrong.ts(1,14)");
  }
}
