package dev.tinybase.config;

import dev.tinybase.config.Setting.Secrecy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each setting its value where it is declared, and notes the declarations in their order. */
final class SettingsReader {
  private final Map<String, SourceValue> values;
  private final Path directory;
  private final String prefix;
  private final List<Setting<?>> declared;

  /**
   * A reader at the top of the tree.
   *
   * @param values by the documented key; the default holds where one is missing
   * @param directory against which paths are resolved
   */
  SettingsReader(Map<String, SourceValue> values, Path directory) {
    this(values, directory, "", new ArrayList<>());
  }

  private SettingsReader(
      Map<String, SourceValue> values, Path directory, String prefix, List<Setting<?>> declared) {
    this.values = values;
    this.directory = directory;
    this.prefix = prefix;
    this.declared = declared;
  }

  SettingsReader section(String name) {
    return new SettingsReader(values, directory, name + ".", declared);
  }

  Path directory() {
    return directory;
  }

  /** All that were declared so far. */
  List<Setting<?>> declared() {
    return List.copyOf(declared);
  }

  /** Declares a setting without a default. */
  <T> Declaration<T> setting(String key, SettingType<T> type) {
    return new Declaration<>(prefix + key, type, null);
  }

  /** Declares a setting. */
  <T> Declaration<T> setting(String key, SettingType<T> type, Object fallback) {
    return new Declaration<>(prefix + key, type, fallback.toString());
  }

  /** Declares the path of a file or folder, to be resolved against the instance's directory. */
  Declaration<Path> path(String key, String fallback) {
    return setting(key, SettingType.path(directory), fallback);
  }

  /** A setting whose declaration is under way; its description ends it and gives the value. */
  final class Declaration<T> {
    private final String name;
    private final SettingType<T> type;
    private final @Nullable String fallback;
    private List<String> aliases = List.of();
    private Secrecy secrecy = Secrecy.OPEN;

    private Declaration(String name, SettingType<T> type, @Nullable String fallback) {
      this.name = name;
      this.type = type;
      this.fallback = fallback;
    }

    /** Further spellings, flat: {@code db_url} is {@code [db] url} and TINYBASE_DB_URL. */
    Declaration<T> alias(String... others) {
      aliases = List.of(others);
      return this;
    }

    Declaration<T> secrecy(Secrecy other) {
      secrecy = other;
      return this;
    }

    /** The value of a setting that has a default. */
    T described(String description) {
      T value = optional(description);
      if (value == null) {
        throw new IllegalStateException(name + " has no default");
      }
      return value;
    }

    /** The value; null where there is none. */
    @Nullable T optional(String description) {
      var setting = new Setting<>(name, type, fallback, description, aliases, secrecy);
      declared.add(setting);
      var value = values.get(name);
      var text = value == null ? fallback : value.text();
      return text == null ? null : setting.parse(text);
    }
  }
}
