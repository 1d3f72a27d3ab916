package dev.tinybase.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting of the table.
 *
 * @param name as documented: {@code section.key}, or {@code key} at the top of the file
 * @param kind its type
 * @param fallback the text of its default; null when it has none
 * @param description one or two sentences for the commented file and the documentation
 * @param aliases further spellings, flat: {@code db_url} is {@code [db] url} and TINYBASE_DB_URL
 * @param secrecy what people may see of a value
 */
record Key<T>(
    String name,
    Kind<T> kind,
    @Nullable String fallback,
    String description,
    List<String> aliases,
    Secrecy secrecy) {
  /** How much of a value may be shown. */
  enum Secrecy {
    OPEN,
    PASSWORD_INSIDE,
    SECRET
  }

  static <T> Key<T> of(String name, Kind<T> kind, @Nullable String fallback, String description) {
    return new Key<>(name, kind, fallback, description, List.of(), Secrecy.OPEN);
  }

  Key<T> alias(String... more) {
    return new Key<>(name, kind, fallback, description, List.of(more), secrecy);
  }

  Key<T> secrecy(Secrecy other) {
    return new Key<>(name, kind, fallback, description, aliases, other);
  }

  /** What people may see of a value. */
  String shown(String text) {
    return switch (secrecy) {
      case OPEN -> text;
      case PASSWORD_INSIDE -> Urls.hidePassword(text);
      case SECRET -> "***";
    };
  }

  /** The value of a text; throws with a sentence about what would be right. */
  T parse(String text) {
    T value = kind.reader().read(text);
    if (value == null) {
      throw new IllegalArgumentException(
          secrecy == Secrecy.SECRET ? "must be " + kind.expected() : kind.mismatch(shown(text)));
    }
    return value;
  }

  /** The section of the file; empty at its top. */
  String section() {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
  }

  /** The key inside its section. */
  String shortName() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The environment variable. */
  String variable() {
    return Flat.variable(Flat.of(name));
  }

  /** Every spelling, flat; the documented one first. */
  Stream<String> spellings() {
    return Stream.concat(Stream.of(Flat.of(name)), aliases.stream());
  }
}
