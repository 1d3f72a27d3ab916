package dev.tinybase.cli.testing;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.json.Json;
import java.nio.file.Path;

/**
 * The extension that tests are about.
 *
 * @param name as its manifest says
 */
record TestedExtension(TinyBase tinybase, String name) {
  /** Installs that of a folder. */
  static TestedExtension install(TinyBase tinybase, Path folder) {
    var address = folder.toAbsolutePath().toString();
    var service = tinybase.extensions().service();
    var installed = service.install(address, null, new Principal.Operator());
    return new TestedExtension(tinybase, installed.extension().name());
  }

  /** Sets a setting to a value in JSON. */
  void set(String setting, String json) {
    var change = Json.object();
    change.set(setting, Json.parse(json));
    var _ = tinybase.extensions().settings().change(name, change);
  }
}
