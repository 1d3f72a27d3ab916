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
    for (var setting : Setting.ALL) {
      if (!setting.section().equals(section)) {
        section = setting.section();
        text.append("\n[").append(section).append("]");
      }
      text.append("\n# ").append(explanation(setting)).append("\n# ").append(assignment(setting));
    }
    return text.append('\n').toString();
  }

  private static String explanation(Setting<?> setting) {
    var words = setting.type().words();
    return setting.description()
        + (words.isEmpty() ? "" : " One of " + String.join(", ", words) + ".");
  }

  private static String assignment(Setting<?> setting) {
    var fallback = setting.fallback();
    return setting.key()
        + " = "
        + (fallback == null ? "\"\"" : setting.type().toml(fallback))
        + "\n";
  }

  /** The reference of all settings, as Markdown. */
  public static String markdown() {
    return """
    | Key | Environment | Default | Value | Meaning |
    |---|---|---|---|---|
    %s
    """
        .formatted(
            Setting.ALL.stream().map(SettingsDocument::row).collect(Collectors.joining("\n")));
  }

  private static String row(Setting<?> setting) {
    var fallback = setting.fallback();
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            setting.name(),
            setting.variables().stream().collect(Collectors.joining("`, `", "`", "`")),
            fallback == null ? "none" : "`" + setting.type().toml(fallback) + "`",
            setting.type().expected(),
            setting.description());
  }
}
