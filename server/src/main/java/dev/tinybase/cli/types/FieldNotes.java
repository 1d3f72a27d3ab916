package dev.tinybase.cli.types;

import static java.util.stream.Collectors.joining;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be known of a field beside its type, in words. */
final class FieldNotes {
  private FieldNotes() {}

  /** Its description or label, and what the database and the validator hold it to. */
  static String of(Field field) {
    var meaning = field.description() == null ? field.label() : field.description();
    var facts =
        Stream.of(
                form(field.type()),
                field.unique() ? "unique" : null,
                fallback(field),
                field.hidden() ? "seen by admins only" : null,
                field.readOnly() ? "set by admins only" : null)
            .filter(Objects::nonNull)
            .collect(joining("; "));
    return Stream.of(sentence(meaning), sentence(facts))
        .filter(it -> !it.isEmpty())
        .collect(joining(" "));
  }

  private static @Nullable String fallback(Field field) {
    var value = field.fallback();
    return value == null ? null : "default `" + Json.text(value) + "`";
  }

  private static @Nullable String form(FieldType type) {
    return switch (type) {
      case FieldType.Text text -> text(text);
      case FieldType.Whole whole -> bounds("a whole number", whole.min(), whole.max());
      case FieldType.Real real -> bounds(null, real.min(), real.max());
      case FieldType.Decimal decimal ->
          bounds("an exact decimal number", decimal.min(), decimal.max());
      case FieldType.Bool _ -> null;
      case FieldType.Date _ -> "a day, such as `2026-11-22`";
      case FieldType.DateTime _ -> "an instant in UTC, such as `2026-11-22T18:30:00Z`";
      case FieldType.Json _ -> "any JSON";
      case FieldType.Dictionary _ -> null;
      case FieldType.ListOf list -> bounds(null, list.minLength(), list.maxLength(), "items");
    };
  }

  private static @Nullable String text(FieldType.Text text) {
    var format = text.format();
    var pattern = text.pattern();
    var facts =
        Stream.of(
                format == null ? null : format(format),
                pattern == null ? null : "matches `" + pattern.pattern() + "`",
                bounds(null, text.minLength(), text.maxLength(), "characters"))
            .filter(Objects::nonNull)
            .collect(joining("; "));
    return facts.isEmpty() ? null : facts;
  }

  private static String format(FieldType.Format format) {
    return switch (format) {
      case EMAIL -> "an e-mail address";
      case URL -> "a URL";
      case UUID -> "a UUID";
      case SLUG -> "a slug";
    };
  }

  private static @Nullable String bounds(
      @Nullable String what, @Nullable Object least, @Nullable Object most) {
    var range = bounds(least, most);
    return what == null ? range : range == null ? what : what + ", " + range;
  }

  private static @Nullable String bounds(
      @Nullable String what, @Nullable Object least, @Nullable Object most, String unit) {
    var range = bounds(what, least, most);
    return range == null ? null : range + " " + unit;
  }

  private static @Nullable String bounds(@Nullable Object least, @Nullable Object most) {
    if (least == null) {
      return most == null ? null : "at most " + most;
    }
    return most == null ? "at least " + least : least + " to " + most;
  }

  private static String sentence(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    var first = text.strip();
    var capital = first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
    return capital.matches("(?s).*[.!?]") ? capital : capital + ".";
  }
}
