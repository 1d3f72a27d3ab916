package dev.tinybase.schema;

import com.google.re2j.Pattern;
import dev.tinybase.db.ColumnType;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a field with the constraints that belong to it. In Java a value is a String (Text),
 * Long (Whole), Double (Real), BigDecimal (Decimal), Boolean (Bool), LocalDate (Date), Instant
 * (DateTime) or a {@link dev.tinybase.db.JsonText} (Json, Dictionary, ListOf); null stands for JSON
 * null. The {@code check} methods take values that have the right type already.
 */
public sealed interface FieldType {
  /** {@code string}: Unicode text. Lengths count code points; null bounds are open. */
  record Text(
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable Pattern pattern,
      @Nullable Format format,
      List<String> values)
      implements FieldType {
    private static final int SHOWN_VALUES = 10;

    /** Matching takes up to this many steps, about a second; see {@link PatternSize}. */
    private static final long MOST_STEPS = 20_000_000;

    public Text {
      values = List.copyOf(values);
    }

    String check(String text) {
      if (minLength != null || maxLength != null) {
        checkLength(text.codePointCount(0, text.length()), minLength, maxLength, "character");
      }
      if (pattern != null) {
        match(pattern, text);
      }
      if (format != null) {
        format.check(text);
      }
      if (!values.isEmpty() && !values.contains(text)) {
        var first = String.join(", ", values.subList(0, Math.min(SHOWN_VALUES, values.size())));
        var others = values.size() > SHOWN_VALUES ? " and others" : "";
        throw new InvalidValue("not_in_values", "must be one of " + first + others);
      }
      return text;
    }

    private static void match(Pattern pattern, String text) {
      if (text.length() > MOST_STEPS / PatternSize.MOST
          && text.length() * PatternSize.of(pattern.pattern()) > MOST_STEPS) {
        throw new InvalidValue("too_long", "is too long to be matched against its pattern");
      }
      if (!pattern.matcher(text).find()) {
        throw new InvalidValue("pattern_mismatch", "must match the pattern " + pattern.pattern());
      }
    }
  }

  /** Well-known forms of text, each checked in linear time. */
  enum Format {
    EMAIL("an e-mail address such as ann@example.org"),
    URL("an address such as https://example.org/page"),
    UUID("a UUID such as 0198a3c4-7c1e-7b5f-9a51-3f0f5a0f1c2d"),
    SLUG("a slug of lower-case letters, digits and single hyphens such as my-first-post");

    private static final Pattern EMAILS =
        Pattern.compile("[^\\s@\"<>(),:;]{1,64}@[^\\s@.]{1,63}(\\.[^\\s@.]{1,63})+");
    private static final Pattern SLUGS = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final String example;

    Format(String example) {
      this.example = example;
    }

    void check(String text) {
      boolean matches =
          switch (this) {
            case EMAIL -> text.length() <= 254 && EMAILS.matches(text);
            case URL -> isUrl(text);
            case UUID -> Uuids.isUuid(text);
            case SLUG -> SLUGS.matches(text);
          };
      if (!matches) {
        throw new InvalidValue("invalid_format", "must be " + example);
      }
    }

    private static boolean isUrl(String text) {
      try {
        var uri = new URI(text);
        var scheme = uri.getScheme();
        return uri.getHost() != null
            && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
      } catch (URISyntaxException _) {
        return false;
      }
    }
  }

  /** The types of numbers, which may have bounds. */
  sealed interface Numeric<T extends Comparable<T>> extends FieldType {
    /** The least value; null for none. */
    @Nullable T min();

    /** The greatest value; null for none. */
    @Nullable T max();

    /** Gives the number back, if it is within the bounds. */
    default T check(T number) {
      var min = min();
      if (min != null && number.compareTo(min) < 0) {
        throw new InvalidValue("too_small", "must be at least " + plain(min));
      }
      var max = max();
      if (max != null && number.compareTo(max) > 0) {
        throw new InvalidValue("too_large", "must be at most " + plain(max));
      }
      return number;
    }

    private static Object plain(Object number) {
      return number instanceof BigDecimal decimal ? decimal.toPlainString() : number;
    }
  }

  /** {@code integer}: 64 bits. */
  record Whole(@Nullable Long min, @Nullable Long max) implements Numeric<Long> {}

  /** {@code number}: 64-bit binary floating point. */
  record Real(@Nullable Double min, @Nullable Double max) implements Numeric<Double> {}

  /** {@code decimal}: exact, on the wire a string, accepted as a string or a number. */
  record Decimal(@Nullable BigDecimal min, @Nullable BigDecimal max)
      implements Numeric<BigDecimal> {}

  /** {@code boolean}. */
  record Bool() implements FieldType {}

  /** {@code date}: a calendar day, ISO 8601. */
  record Date() implements FieldType {}

  /** {@code datetime}: an instant, RFC 3339, kept in UTC and microseconds. */
  record DateTime() implements FieldType {}

  /** {@code json}: any JSON value. */
  record Json() implements FieldType {}

  /** {@code object}: a JSON object. */
  record Dictionary() implements FieldType {}

  /** {@code list} (any items) or {@code list[string|integer|number|boolean]}. */
  record ListOf(@Nullable FieldType item, @Nullable Integer minLength, @Nullable Integer maxLength)
      implements FieldType {
    void check(int items) {
      checkLength(items, minLength, maxLength, "item");
    }
  }

  /** The type's name on the wire, for example {@code list[string]}. */
  default String word() {
    return switch (this) {
      case Text _ -> "string";
      case Whole _ -> "integer";
      case Real _ -> "number";
      case Decimal _ -> "decimal";
      case Bool _ -> "boolean";
      case Date _ -> "date";
      case DateTime _ -> "datetime";
      case Json _ -> "json";
      case Dictionary _ -> "object";
      case ListOf list -> list.item() == null ? "list" : "list[" + list.item().word() + "]";
    };
  }

  /** The type of the column that holds it. */
  default ColumnType column() {
    return switch (this) {
      case Text _ -> ColumnType.TEXT;
      case Whole _ -> ColumnType.INTEGER;
      case Real _ -> ColumnType.REAL;
      case Decimal _ -> ColumnType.DECIMAL;
      case Bool _ -> ColumnType.BOOLEAN;
      case Date _ -> ColumnType.DATE;
      case DateTime _ -> ColumnType.TIMESTAMP;
      case Json _, Dictionary _, ListOf _ -> ColumnType.JSON;
    };
  }

  private static void checkLength(
      int length, @Nullable Integer least, @Nullable Integer most, String unit) {
    if (least != null && length < least) {
      throw new InvalidValue(
          "too_short", "must have at least " + plural(least, unit) + ", has " + length);
    }
    if (most != null && length > most) {
      throw new InvalidValue(
          "too_long", "must have at most " + plural(most, unit) + ", has " + length);
    }
  }

  private static String plural(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
