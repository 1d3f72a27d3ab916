package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks an instance for extensions; with patience, because it may fetch repositories meanwhile.
 *
 * @param directory the working directory, which paths of folders begin at
 */
record ExtensionClient(ApiClient api, Path directory) implements AutoCloseable {
  /** Where the API has them. */
  static final RequestPath ALL = new RequestPath("/api/admin/extensions");

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The instance's extensions, all of them loaded. */
  static ExtensionClient open(Shell shell, EnvironmentOption environment) {
    var api = environment.open(shell, PATIENCE);
    api.loadFunctions();
    return new ExtensionClient(api, shell.directory());
  }

  /** The path of one. */
  static RequestPath one(String name) {
    return ALL.segment(name);
  }

  String place() {
    return api.place();
  }

  JsonNode get(RequestPath path) {
    return api.send("GET", path.text(), null);
  }

  JsonNode preview(ExtensionSourceOptions source) {
    return api.send("POST", ALL.segment("preview").text(), source.body(api, directory));
  }

  JsonNode install(ExtensionSourceOptions source) {
    return api.send("POST", ALL.text(), source.body(api, directory));
  }

  JsonNode update(String name, ObjectNode body) {
    return api.send("POST", one(name).segment("update").text(), body);
  }

  JsonNode setEnabled(String name, boolean enabled) {
    return api.send("PATCH", one(name).text(), Json.object().put("is_enabled", enabled));
  }

  void delete(String name, boolean dropCollections) {
    var path = one(name).parameter("drop_collections", dropCollections);
    api.send("DELETE", path.text(), null);
  }

  @Override
  public void close() {
    api.close();
  }
}
