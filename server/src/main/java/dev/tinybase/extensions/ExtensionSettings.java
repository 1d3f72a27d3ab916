package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.text.Texts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes the settings of extensions; secrets can be changed, and never be read. */
public final class ExtensionSettings {
  private final Database database;
  private final ExtensionTable table;
  private final ExtensionRuntime runtime;
  private final ExtensionValues values;
  private final InstantSource clock;

  /** The settings of the extensions that the runtime follows. */
  ExtensionSettings(
      Database database, ExtensionRuntime runtime, ExtensionValues values, InstantSource clock) {
    this.database = database;
    this.table = new ExtensionTable(database.dialect());
    this.runtime = runtime;
    this.values = values;
    this.clock = clock;
  }

  /**
   * The value of each setting but the secrets, or its default; null where it has neither.
   *
   * @throws Problem 404 {@code extension_not_found}
   */
  public ObjectNode get(String extension) {
    return shown(database.read(sql -> find(sql, extension)));
  }

  /**
   * Changes some settings: null takes a value back. They are in effect when this returns.
   *
   * @return as {@link #get}
   * @throws Problem 404 {@code extension_not_found}, 422 {@code invalid_input} for each unknown
   *     name and wrong type
   */
  public ObjectNode change(String extension, ObjectNode changes) {
    database.write(sql -> {
      table.lock(sql);
      var installed = find(sql, extension);
      var stored = installed.settings().deepCopy();
      apply(installed.manifest(), changes, stored);
      table.setSettings(sql, extension, stored, clock.instant());
      sql.announce(Topic.EXTENSIONS);
      return true;
    });
    runtime.follow();
    return get(extension);
  }

  private InstalledExtension find(Sql sql, String name) {
    return table
        .find(sql, name)
        .orElseThrow(() ->
            Problem.notFound(
                "extension_not_found", "Extension '" + Texts.abbreviate(name) + "' not found."));
  }

  private void apply(Manifest manifest, ObjectNode changes, ObjectNode stored) {
    var errors = new ArrayList<InputError>();
    changes.forEachEntry((name, value) -> {
      var setting = manifest.setting(name);
      if (setting == null) {
        errors.add(InputError.at("unknown_setting", unknown(manifest, name), "body", name));
      } else if (value.isNull()) {
        stored.remove(name);
      } else if (!setting.type().accepts(value)) {
        var message = "must be of the type " + setting.type().word() + ", or null";
        errors.add(InputError.at(setting.type().word() + "_type", message, "body", name));
      } else if (isTooLong(value)) {
        var message = "must have at most " + SecretStore.MOST_BYTES + " bytes";
        errors.add(InputError.at("too_long", message, "body", name));
      } else if (setting.secret()) {
        stored.put(name, values.seal(manifest.name(), name, value.stringValue()));
      } else {
        stored.set(name, value);
      }
    });
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }

  private static boolean isTooLong(JsonNode value) {
    return value.isString() && value.stringValue().getBytes(UTF_8).length > SecretStore.MOST_BYTES;
  }

  private static String unknown(Manifest manifest, String name) {
    List<String> known = manifest.settings().stream().map(ExtensionSetting::name).toList();
    return "is no setting of '" + manifest.name() + "'" + DidYouMean.hint(name, known);
  }

  private static ObjectNode shown(InstalledExtension installed) {
    var all = Json.object();
    for (var setting : installed.manifest().settings()) {
      if (!setting.secret()) {
        all.set(setting.name(), ExtensionValues.plain(setting, installed.settings()));
      }
    }
    return all;
  }
}
