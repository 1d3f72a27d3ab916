package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document that the admin UI's client is made from is what a fresh instance says of itself.
 * With {@code -Dtinybase.admin.document=write} it is written instead of compared.
 */
class AdminDocumentTest {
  private static final Path FILE = Path.of("../admin/openapi.json");

  @Test
  void the_admin_ui_is_built_against_the_api_that_is_there() throws IOException {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var document = (ObjectNode) server.get(server.adminToken(), "/openapi.json").json();
      ((ObjectNode) document.get("info")).put("version", "");
      document.remove("servers");
      var text = Json.pretty(document) + "\n";
      if ("write".equals(System.getProperty("tinybase.admin.document"))) {
        Files.writeString(FILE, text);
      }
      assertThat(Files.readString(FILE))
          .as(
              "admin/openapi.json; write it by: mvn -pl server -am verify -Dtest=AdminDocumentTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dtinybase.admin.document=write")
          .isEqualTo(text);
    }
  }
}
