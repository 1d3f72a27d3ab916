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
    return new Declaration<>(new Setting<>(prefix + key, type, null, "", List.of(), Secrecy.OPEN));
  }

  /** Declares a setting. */
  <T> Declaration<T> setting(String key, SettingType<T> type, Object fallback) {
    return new Declaration<>(
        new Setting<>(prefix + key, type, fallback.toString(), "", List.of(), Secrecy.OPEN));
  }

  /** Declares the path of a file or folder, to be resolved against the instance's directory. */
  Declaration<Path> path(String key, String fallback) {
    return setting(key, SettingType.path(directory), fallback);
  }

  /** A setting whose declaration is under way; its description ends it and gives the value. */
  final class Declaration<T> {
    private Setting<T> setting;

    private Declaration(Setting<T> setting) {
      this.setting = setting;
    }

    /** Further spellings, flat: {@code db_url} is {@code [db] url} and TINYBASE_DB_URL. */
    Declaration<T> alias(String... aliases) {
      setting = setting.alias(aliases);
      return this;
    }

    Declaration<T> secrecy(Secrecy secrecy) {
      setting = setting.secrecy(secrecy);
      return this;
    }

    /** The value of a setting that has a default. */
    T described(String description) {
      T value = optional(description);
      if (value == null) {
        throw new IllegalStateException(setting.name() + " has no default");
      }
      return value;
    }

    /** The value; null where there is none. */
    @Nullable T optional(String description) {
      var complete = setting.description(description);
      declared.add(complete);
      var value = values.get(complete.name());
      var text = value == null ? complete.fallback() : value.text();
      return text == null ? null : complete.parse(text);
    }
  }
}
