package dev.tinybase.config;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The type of a setting: how its text is read, and what would be right.
 *
 * @param expected completes the sentence "must be …"
 * @param kind of value
 * @param words the words to choose from, for suggestions; empty when others are allowed
 * @param secrecy what people may see of a value
 * @param reader gives null for a text that is not as expected
 */
record SettingType<T>(
    String expected, Kind kind, List<String> words, Secrecy secrecy, Reader<T> reader) {
  /** What a value is. */
  enum Kind {
    TEXT(Form.TEXT),
    CHOICE(Form.TEXT),
    NUMBER(Form.BARE),
    FLAG(Form.BARE),
    LIST(Form.LIST);

    private final Form form;

    Kind(Form form) {
      this.form = form;
    }

    /** As the API has it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much of a value may be shown. */
  enum Secrecy {
    OPEN,
    PASSWORD_INSIDE,
    SECRET
  }

  /** How a value is written. */
  enum Form {
    /** A string in quotes, or any environment variable. */
    TEXT,
    /** A number, {@code true} or {@code false}. */
    BARE,
    /** An array. */
    LIST,
    /** Something no setting has, such as a table in an array. */
    OTHER;

    /** How it must be written, to end a sentence. */
    String hint() {
      return switch (this) {
        case TEXT -> ", in quotes";
        case LIST -> ", in square brackets";
        case BARE, OTHER -> "";
      };
    }

    /** Whether a value written like that can be read as one of this form. */
    boolean takes(Form written) {
      return written == this || (written == TEXT && this != OTHER);
    }
  }

  /** Reads one text; null when it is not as expected. */
  interface Reader<T> {
    @Nullable T read(String text);
  }

  private static final Set<String> YES = Set.of("true", "1", "yes", "on");
  private static final Set<String> NO = Set.of("false", "0", "no", "off");

  private static <T> SettingType<T> of(String expected, Kind kind, Reader<T> reader) {
    return new SettingType<>(expected, kind, List.of(), Secrecy.OPEN, reader);
  }

  /** The same with less that may be seen. */
  SettingType<T> hidden(Secrecy other) {
    return new SettingType<>(expected, kind, words, other, reader);
  }

  static SettingType<String> text(String expected) {
    return of(expected, Kind.TEXT, text -> text.isBlank() ? null : text);
  }

  static SettingType<String> text(String expected, Reader<String> reader) {
    return of(expected, Kind.TEXT, reader);
  }

  static SettingType<Integer> whole(int min, int max) {
    return of(
        "a whole number from " + min + " to " + max,
        Kind.NUMBER,
        text -> {
          var number = number(text, min, max);
          return number == null ? null : number.intValue();
        });
  }

  static SettingType<Long> bytes(long min) {
    return of(
        "a number of bytes, at least " + min,
        Kind.NUMBER,
        text -> number(text, min, Long.MAX_VALUE));
  }

  private static @Nullable Long number(String text, long min, long max) {
    try {
      long number = Long.parseLong(text.strip().replace("_", ""));
      return number < min || number > max ? null : number;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  static SettingType<Boolean> flag() {
    return of(
        "true or false",
        Kind.FLAG,
        text -> {
          var word = text.strip().toLowerCase(Locale.ROOT);
          return YES.contains(word) ? Boolean.TRUE : NO.contains(word) ? Boolean.FALSE : null;
        });
  }

  static SettingType<String> choice(String... words) {
    var known = List.of(words);
    return new SettingType<>(
        "one of " + String.join(", ", known),
        Kind.CHOICE,
        known,
        Secrecy.OPEN,
        text -> known.stream().filter(text.strip()::equalsIgnoreCase).findFirst().orElse(null));
  }

  /** By the names of the IANA database, as everywhere. */
  static SettingType<ZoneId> zone() {
    return of(
        "an IANA time zone such as Europe/Berlin or UTC",
        Kind.TEXT,
        text -> {
          var name = text.strip();
          return name.equals("UTC") || ZoneId.getAvailableZoneIds().contains(name)
              ? ZoneId.of(name)
              : null;
        });
  }

  static SettingType<Path> path(Path directory) {
    return of(
        "the path of a file",
        Kind.TEXT,
        text -> {
          try {
            return text.isBlank() ? null : directory.resolve(text).normalize();
          } catch (InvalidPathException _) {
            return null;
          }
        });
  }

  /** A list of such elements: an array in TOML, a comma list or JSON array in the environment. */
  static SettingType<List<String>> list(String expected, Reader<String> element) {
    return of("a list, each entry " + expected, Kind.LIST, text -> elements(text, element));
  }

  /** The elements, each as its reader gives it; null when one of them is not as expected. */
  private static @Nullable List<String> elements(String text, Reader<String> element) {
    var parts = parts(text);
    var values = new ArrayList<String>();
    for (String part : parts == null ? List.<String>of() : parts) {
      var value = element.read(part);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return parts == null ? null : List.copyOf(values);
  }

  /** How the value is written in TOML. */
  Form form() {
    return kind.form;
  }

  /** What people may see of a value. */
  String shown(String text) {
    return switch (secrecy) {
      case OPEN -> text;
      case PASSWORD_INSIDE -> Urls.hidePassword(text);
      case SECRET -> "***";
    };
  }

  /** The sentence about a text that is not as expected, as far as people may see it. */
  String mismatch(String text) {
    var found = ", not '" + shown(text) + "'" + DidYouMean.hint(shown(text), words);
    return "must be " + expected + (secrecy == Secrecy.SECRET ? "" : found);
  }

  /** The value's text as TOML has it. */
  String toml(String text) {
    return switch (form()) {
      case TEXT, OTHER -> quoted(text);
      case BARE -> text;
      case LIST ->
          Objects.requireNonNullElse(parts(text), List.<String>of()).stream()
              .map(SettingType::quoted)
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The parts of a list in one text, {@code a, b} or {@code ["a", "b"]}; null when malformed. */
  private static @Nullable List<String> parts(String text) {
    var stripped = text.strip();
    if (!stripped.startsWith("[")) {
      return stripped.isEmpty()
          ? List.of()
          : Arrays.stream(stripped.split(",", -1)).map(String::strip).toList();
    }
    try {
      var elements = Json.parse(stripped).values();
      return elements.stream().allMatch(JsonNode::isString)
          ? elements.stream().map(JsonNode::stringValue).toList()
          : null;
    } catch (Problem _) {
      return null;
    }
  }
}
