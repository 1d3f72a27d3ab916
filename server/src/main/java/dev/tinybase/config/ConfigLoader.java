package dev.tinybase.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the settings of an instance: options of the command line over the environment over {@code
 * tinybase.toml} over the defaults.
 */
public final class ConfigLoader {
  /** The file's name in the directory of the instance. */
  public static final String FILE = "tinybase.toml";

  private final List<Complaint> complaints = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Map<Key<?>, Entry> values = new HashMap<>();

  private ConfigLoader() {}

  /**
   * Throws {@link InvalidConfiguration} with everything that is wrong.
   *
   * @param directory the directory of the instance, against which paths are resolved
   * @param options values by documented key, such as {@code server.port}
   */
  public static Configuration load(
      Path directory, Map<String, String> environment, List<OptionValue> options) {
    var loader = new ConfigLoader();
    var file = directory.resolve(FILE);
    loader.layer(TomlSource.read(file, loader.complaints));
    loader.layer(EnvironmentSource.read(environment));
    loader.layer(options.stream().map(OptionValue::entry).toList());
    var secrets = SecretVariables.read(environment, loader.complaints);
    var settings = loader.settings(secrets, directory);
    return new Configuration(
        settings,
        new Values(loader.values).effective(),
        List.copyOf(loader.notices),
        Files.exists(file) ? file : null);
  }

  /** The defaults with some values changed, by documented key. */
  static Settings of(Path directory, Map<String, String> values) {
    var loader = new ConfigLoader();
    loader.layer(
        values.entrySet().stream()
            .map(value -> new OptionValue(value.getKey(), value.getKey(), value.getValue()).entry())
            .toList());
    return loader.settings(Map.of(), directory);
  }

  private Settings settings(Map<String, String> secrets, Path directory) {
    var found = new Values(values);
    if (complaints.isEmpty()) {
      Contradictions.find(found, complaints);
    }
    if (!complaints.isEmpty()) {
      throw new InvalidConfiguration(complaints);
    }
    return SettingsTree.of(found, secrets, directory);
  }

  /** Puts one source over those before it. */
  private void layer(List<Entry> entries) {
    var layer = new HashMap<Key<?>, Entry>();
    for (var entry : entries) {
      var key = Keys.BY_SPELLING.get(entry.flat());
      if (key == null) {
        unknown(entry);
      } else if (isGood(key, entry)) {
        unique(key, entry, layer);
      }
    }
    values.putAll(layer);
  }

  private void unknown(Entry entry) {
    if (EnvironmentKey.isOne(entry)) {
      var complaint = EnvironmentKey.complaint(entry);
      if (complaint != null) {
        complain(entry, complaint);
      }
      return;
    }
    var notice = WithoutEffect.notice(entry);
    if (notice == null) {
      complain(entry, "unknown key '" + entry.spelling() + "'" + Suggestion.of(entry));
    } else {
      notices.add(notice);
    }
  }

  private boolean isGood(Key<?> key, Entry entry) {
    if (!key.kind().form().takes(entry.form())) {
      complain(entry, "'" + entry.spelling() + "' must be " + key.kind().expected() + written(key));
      return false;
    }
    try {
      var _ = key.parse(entry.text());
      return true;
    } catch (IllegalArgumentException e) {
      complain(entry, "'" + entry.spelling() + "' " + e.getMessage());
      return false;
    }
  }

  private static String written(Key<?> key) {
    return switch (key.kind().form()) {
      case TEXT -> ", in quotes";
      case LIST -> ", in square brackets";
      case BARE, OTHER -> "";
    };
  }

  private void unique(Key<?> key, Entry entry, Map<Key<?>, Entry> layer) {
    var other = layer.putIfAbsent(key, entry);
    if (other != null && !other.text().equals(entry.text())) {
      complain(
          entry,
          "'%s' and '%s' (%s) set the same and differ; keep one of them"
              .formatted(entry.spelling(), other.spelling(), other.origin()));
    }
  }

  private void complain(Entry entry, String message) {
    complaints.add(new Complaint(entry.origin(), message));
  }
}
