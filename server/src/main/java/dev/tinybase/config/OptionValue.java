package dev.tinybase.config;

/**
 * A setting given on the command line.
 *
 * @param option as typed, such as {@code --port}
 * @param key the documented name, such as {@code server.port}
 */
public record OptionValue(String option, String key, String text) {
  SourceValue value() {
    return new SourceValue(
        option, Setting.flat(key), text, SettingType.Form.TEXT, new Origin.Option(option));
  }
}
