package dev.tinybase.schema;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks values that have the right type already. */
final class ConstraintChecks {
  private static final int SHOWN_VALUES = 10;

  /** Matching takes up to this many steps, about a second; see {@link PatternSize}. */
  private static final long MOST_STEPS = 20_000_000;

  private ConstraintChecks() {}

  static String check(FieldType.Text type, String text) {
    if (type.minLength() != null || type.maxLength() != null) {
      length(
          text.codePointCount(0, text.length()), type.minLength(), type.maxLength(), "character");
    }
    pattern(type.pattern(), text);
    var format = type.format();
    if (format != null && !TextFormats.matches(format, text)) {
      throw new InvalidValue("invalid_format", "must be " + TextFormats.example(format));
    }
    if (!type.values().isEmpty() && !type.values().contains(text)) {
      throw new InvalidValue("not_in_values", "must be one of " + shown(type.values()));
    }
    return text;
  }

  static Long check(FieldType.Whole type, Long number) {
    if (type.min() != null && number < type.min()) {
      throw tooSmall(type.min());
    }
    if (type.max() != null && number > type.max()) {
      throw tooLarge(type.max());
    }
    return number;
  }

  static Double check(FieldType.Real type, Double number) {
    if (type.min() != null && number < type.min()) {
      throw tooSmall(type.min());
    }
    if (type.max() != null && number > type.max()) {
      throw tooLarge(type.max());
    }
    return number;
  }

  static BigDecimal check(FieldType.Decimal type, BigDecimal number) {
    if (type.min() != null && number.compareTo(type.min()) < 0) {
      throw tooSmall(type.min().toPlainString());
    }
    if (type.max() != null && number.compareTo(type.max()) > 0) {
      throw tooLarge(type.max().toPlainString());
    }
    return number;
  }

  static void items(FieldType.ListOf type, int count) {
    length(count, type.minLength(), type.maxLength(), "item");
  }

  private static void length(
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

  private static void pattern(@Nullable Pattern pattern, String text) {
    if (pattern == null) {
      return;
    }
    if (text.length() > MOST_STEPS / PatternSize.MOST
        && text.length() * PatternSize.of(pattern.pattern()) > MOST_STEPS) {
      throw new InvalidValue("too_long", "is too long to be matched against its pattern");
    }
    if (!pattern.matcher(text).find()) {
      throw new InvalidValue("pattern_mismatch", "must match the pattern " + pattern.pattern());
    }
  }

  private static InvalidValue tooSmall(Object least) {
    return new InvalidValue("too_small", "must be at least " + least);
  }

  private static InvalidValue tooLarge(Object most) {
    return new InvalidValue("too_large", "must be at most " + most);
  }

  private static String shown(List<String> values) {
    var first = String.join(", ", values.subList(0, Math.min(SHOWN_VALUES, values.size())));
    return values.size() > SHOWN_VALUES ? first + " and others" : first;
  }

  private static String plural(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
