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
  /**
   * A setting's effective value, for people.
   *
   * @param key the documented name
   * @param value the value's text, secrets hidden; null when there is none
   * @param variable the environment variable that has set it, or could
   */
  public record EffectiveValue(
      String key, @Nullable String value, Origin origin, String variable, String description) {
    static EffectiveValue of(Setting<?> setting, Map<String, SourceValue> values) {
      var found = values.get(setting.name());
      var text = found == null ? setting.fallback() : found.text();
      return new EffectiveValue(
          setting.name(),
          text == null ? null : setting.type().shown(text),
          found == null ? Origin.DEFAULT : found.origin(),
          found != null && found.origin().kind() == Origin.Kind.ENVIRONMENT
              ? found.spelling()
              : setting.variable(),
          setting.description());
    }
  }
}
