package dev.tinybase.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the loader found.
 *
 * @param settings paths in it are resolved against the instance's directory
 * @param effective each value with its origin, in the order of the documentation
 * @param notices sentences about keys that are accepted but have no effect
 * @param file the configuration file; null when there is none
 */
public record Configuration(
    Settings settings, List<EffectiveValue> effective, List<String> notices, @Nullable Path file) {
  /** Of settings that come from nowhere, as tests and programs make them. */
  public static Configuration of(Settings settings) {
    return new Configuration(settings, List.of(), List.of(), null);
  }

  /**
   * A setting's effective value, for people.
   *
   * @param key the documented name
   * @param value the value's text, secrets hidden; null when there is none
   * @param toml the same as TOML has it; null where there is none, or it is not shown
   * @param fallback the default's text; null where it has none
   * @param variable the environment variable that has set it, or could
   * @param kind text, choice, number, flag or list
   * @param expected completes the sentence "must be …"
   * @param choices the words to choose from; empty when others are allowed
   * @param isSecret whether nothing of it may be shown
   */
  public record EffectiveValue(
      String key,
      @Nullable String value,
      @Nullable String toml,
      @Nullable String fallback,
      Origin origin,
      String variable,
      String kind,
      String expected,
      List<String> choices,
      boolean isSecret,
      String description) {
    static EffectiveValue of(Setting<?> setting, Map<String, SourceValue> values) {
      var found = values.get(setting.name());
      var text = found == null ? setting.fallback() : found.text();
      var type = setting.type();
      var shown = text == null ? null : type.shown(text);
      return new EffectiveValue(
          setting.name(),
          shown,
          text == null || !text.equals(shown) ? null : type.toml(text),
          setting.fallback(),
          found == null ? Origin.DEFAULT : found.origin(),
          found != null && found.origin().kind() == Origin.Kind.ENVIRONMENT
              ? found.spelling()
              : setting.variable(),
          type.kind().word(),
          type.expected(),
          type.words(),
          type.secrecy() == SettingType.Secrecy.SECRET,
          setting.description());
    }
  }
}
