package dev.tinybase.config;

/**
 * A setting given on the command line.
 *
 * @param option as typed, such as {@code --port}
 * @param key the documented name, such as {@code server.port}
 */
public record OptionValue(String option, String key, String value) {
  Entry entry() {
    return new Entry(option, Flat.of(key), value, Kind.Form.TEXT, new Origin.Option(option));
  }
}
