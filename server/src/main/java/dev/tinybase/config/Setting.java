package dev.tinybase.config;

import dev.tinybase.errors.DidYouMean;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting.
 *
 * @param name as documented: {@code section.key}, or {@code key} at the top of the file
 * @param fallback the text of its default; null when it has none
 * @param description one or two sentences for the commented file and the documentation
 * @param aliases further spellings, flat
 */
record Setting<T>(
    String name,
    SettingType<T> type,
    @Nullable String fallback,
    String description,
    List<String> aliases) {
  /** In the order of the documentation. */
  static final List<Setting<?>> ALL = declarations();

  /** Each setting under each of its spellings, flat. */
  static final Map<String, Setting<?>> BY_SPELLING =
      ALL.stream()
          .flatMap(setting ->
              setting.spellings().map(flat -> Map.<String, Setting<?>>entry(flat, setting)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static List<Setting<?>> declarations() {
    var reader = new SettingsReader(Map.of(), Path.of(""));
    var _ = Settings.read(reader, Map.of());
    return List.copyOf(reader.declared());
  }

  /** The value of a text; throws with a sentence about what would be right. */
  T parse(String text) {
    T value = type.reader().read(text);
    if (value == null) {
      throw new IllegalArgumentException(type.mismatch(text));
    }
    return value;
  }

  /** The section of the file; empty at its top. */
  String section() {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
  }

  /** The key inside its section. */
  String key() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The environment variable. */
  String variable() {
    return EnvironmentSource.PREFIX + flat(name).toUpperCase(Locale.ROOT);
  }

  /** Every environment variable that sets it; the documented one first. */
  List<String> variables() {
    return spellings()
        .map(flat -> EnvironmentSource.PREFIX + flat.toUpperCase(Locale.ROOT))
        .toList();
  }

  /** Every spelling, flat; the documented one first. */
  private Stream<String> spellings() {
    return Stream.concat(Stream.of(flat(name)), aliases.stream());
  }

  /**
   * The form in which all spellings meet: {@code [server] port}, {@code server_port} and {@code
   * TINYBASE_SERVER_PORT} are all {@code server_port}.
   */
  static String flat(String dotted) {
    return dotted.replace('.', '_');
  }

  /** The setting that was meant by an unknown key, if one is near. */
  static Optional<Setting<?>> meantBy(String flat) {
    return DidYouMean.to(flat, BY_SPELLING.keySet())
        .<Setting<?>>map(BY_SPELLING::get)
        .or(() -> inOtherSection(flat));
  }

  private static Optional<Setting<?>> inOtherSection(String flat) {
    return ALL.stream()
        .filter(setting -> flat.equals(setting.key()) || flat.endsWith("_" + setting.key()))
        .findFirst();
  }
}
