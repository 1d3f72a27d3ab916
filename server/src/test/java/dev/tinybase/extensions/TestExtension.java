package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An extension in a folder, as its author changes it, and what an admin does with it over HTTP. */
public final class TestExtension {
  private static final String ALL = "/api/admin/extensions";

  private final String name;
  private final Path folder;

  /** A folder with a manifest that says nothing more than name and version. */
  public TestExtension(String name) {
    this.name = name;
    this.folder = TempFolder.next().resolve(name);
    manifest("");
  }

  /** Writes the manifest anew, with more lines after those of its name and version. */
  public TestExtension manifest(String more) {
    return file(
        "extension.toml",
        "[extension]\nname = \"%s\"\nversion = \"1.0.0\"\n%s\n".formatted(name, more));
  }

  /** Writes a file. */
  public TestExtension file(String path, String text) {
    try {
      var file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes a source without its imports. */
  public TestExtension source(String name, String text) {
    var imports =
        "import dev.tinybase.sdk.*;\nimport dev.tinybase.sdk.hooks.*;\nimport java.util.*;\n";
    return file("src/" + name + ".java", imports + text);
  }

  /** Installs it; it must work. */
  public TestExtension install(TestServer server) {
    var reply = tryInstall(server);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return this;
  }

  /** Tries to install it. */
  public Reply tryInstall(TestServer server) {
    var body = Json.object().put("repo_url", folder.toString());
    return server.post(server.adminToken(), ALL, body.toString());
  }

  /** Updates it; it must work. */
  public void update(TestServer server) {
    var reply = tryUpdate(server);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  /** Tries to update it. */
  public Reply tryUpdate(TestServer server) {
    return server.post(server.adminToken(), ALL + "/" + name + "/update", "{}");
  }

  /** Turns it on or off. */
  public Reply enable(TestServer server, boolean enabled) {
    return server.patch(server.adminToken(), ALL + "/" + name, "{\"is_enabled\": " + enabled + "}");
  }

  /** Uninstalls it; it must work. */
  public void uninstall(TestServer server) {
    var reply = server.delete(server.adminToken(), ALL + "/" + name);
    assertThat(reply.status()).as(reply.text()).isEqualTo(204);
  }
}
