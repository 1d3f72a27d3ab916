package dev.tinybase.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that generators make of the document, compiled strictly, talk with the server. */
class TypeScriptClientsTest {
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
  void that_of_openapi_typescript() throws IOException {
    var folder = world.folder("openapi-fetch");
    NodeTools.run(folder, "openapi-typescript", "openapi.json", "-o", "api.ts");
    converse(folder, "openapi-fetch");
  }

  @Test
  void that_of_hey_api() throws IOException {
    var folder = world.folder("hey-api");
    NodeTools.run(folder, "openapi-ts", "-i", "openapi.json", "-o", "hey", "--no-log-file");
    converse(folder, "hey-api");
  }

  private void converse(Path folder, String client) throws IOException {
    for (var file : new String[] {client + ".ts", "tsconfig.json"}) {
      Files.copy(NodeTools.SOURCES.resolve(file), folder.resolve(file));
    }
    NodeTools.compile(folder);
    var url = world.server().uri("").toString();
    assertThat(NodeTools.node(folder, "out/" + client + ".js", url)).isEqualTo("done\n");
  }
}
