package dev.tinybase.config;

import java.util.stream.Collectors;

/** The table of settings as texts for people. */
public final class SettingsDocument {
  private static final String HEAD =
      """
      # Settings of this TinyBase. What is commented out shows the default.
      # An environment variable TINYBASE_<SECTION>_<KEY> wins over this file;
      # 'tinybase config show' prints what holds and where it comes from.
      """;

  private SettingsDocument() {}

  /** A configuration file in which every setting is explained and commented out. */
  public static String toml() {
    var text = new StringBuilder(HEAD);
    var section = "";
    for (var key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append("\n[").append(section).append("]");
      }
      text.append("\n# ").append(explanation(key)).append("\n# ").append(assignment(key));
    }
    return text.append('\n').toString();
  }

  private static String explanation(Key<?> key) {
    var words = key.kind().words();
    return key.description() + (words.isEmpty() ? "" : " One of " + String.join(", ", words) + ".");
  }

  private static String assignment(Key<?> key) {
    var fallback = key.fallback();
    return key.shortName() + " = " + (fallback == null ? "\"\"" : key.kind().toml(fallback)) + "\n";
  }

  /** The reference of all settings, as Markdown. */
  public static String markdown() {
    return """
    | Key | Environment | Default | Value | Meaning |
    |---|---|---|---|---|
    %s
    """
        .formatted(Keys.ALL.stream().map(SettingsDocument::row).collect(Collectors.joining("\n")));
  }

  private static String row(Key<?> key) {
    var fallback = key.fallback();
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(
            key.name(),
            key.variable(),
            fallback == null ? "none" : "`" + key.kind().toml(fallback) + "`",
            key.kind().expected(),
            key.description());
  }
}
