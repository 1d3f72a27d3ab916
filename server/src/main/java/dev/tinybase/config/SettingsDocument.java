package dev.tinybase.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      text.append("\n# ").append(key.description()).append("\n# ").append(assignment(key));
    }
    return text.append('\n').toString();
  }

  private static String assignment(Key<?> key) {
    var fallback = key.fallback();
    return key.shortName() + " = " + (fallback == null ? "\"\"" : key.kind().toml(fallback)) + "\n";
  }

  /** The reference of all settings, as Markdown. */
  public static String markdown() {
    return """
    | Key | Environment | Default | Meaning |
    |---|---|---|---|
    %s
    """
        .formatted(Keys.ALL.stream().map(SettingsDocument::row).collect(Collectors.joining("\n")));
  }

  private static String row(Key<?> key) {
    var fallback = key.fallback();
    return "| `%s` | `%s` | %s | %s |"
        .formatted(
            key.name(),
            key.variable(),
            fallback == null ? "none" : "`" + key.kind().toml(fallback) + "`",
            key.description() + " Must be " + key.kind().expected() + ".");
  }

  /** Other spellings that are understood: alias to documented name, both dotted or flat. */
  public static Map<String, String> aliases() {
    var aliases = new TreeMap<String, String>();
    Keys.ALL.forEach(key -> key.aliases().forEach(alias -> aliases.put(alias, key.name())));
    return aliases;
  }

  /** The documented names, in order. */
  public static List<String> names() {
    return Keys.ALL.stream().map(Key::name).collect(Collectors.toList());
  }
}
