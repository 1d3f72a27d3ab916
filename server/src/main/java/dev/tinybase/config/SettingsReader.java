package dev.tinybase.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each setting its value where it is declared, and notes the declarations in their order.
 *
 * @param values by the documented key; the default holds where one is missing
 * @param directory against which paths are resolved
 * @param prefix of the section's keys; empty at the top
 * @param declared all that were declared so far
 */
record SettingsReader(
    Map<String, SourceValue> values, Path directory, String prefix, List<Setting<?>> declared) {

  SettingsReader(Map<String, SourceValue> values, Path directory) {
    this(values, directory, "", new ArrayList<>());
  }

  SettingsReader section(String name) {
    return new SettingsReader(values, directory, name + ".", declared);
  }

  /** Declares a setting without a default. */
  <T> Declaration<T> setting(String key, SettingType<T> type) {
    return new Declaration<>(this, prefix + key, type, null, List.of());
  }

  /** Declares a setting. */
  <T> Declaration<T> setting(String key, SettingType<T> type, Object fallback) {
    return new Declaration<>(this, prefix + key, type, fallback.toString(), List.of());
  }

  /** Declares the path of a file or folder, to be resolved against the instance's directory. */
  Declaration<Path> path(String key, String fallback) {
    return setting(key, SettingType.path(directory), fallback);
  }

  /** A setting whose declaration is under way; its description ends it and gives the value. */
  record Declaration<T>(
      SettingsReader in,
      String name,
      SettingType<T> type,
      @Nullable String fallback,
      List<String> aliases) {

    /** Further spellings, flat: {@code db_url} is {@code [db] url} and TINYBASE_DB_URL. */
    Declaration<T> alias(String... others) {
      return new Declaration<>(in, name, type, fallback, List.of(others));
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
      var setting = new Setting<>(name, type, fallback, description, aliases);
      in.declared.add(setting);
      var value = in.values.get(name);
      var text = value == null ? fallback : value.text();
      return text == null ? null : setting.parse(text);
    }
  }
}
