package dev.tinybase.functions.invoke.binding;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a Java type looks like as JSON. */
public sealed interface JsonType
    permits JsonType.Any,
        JsonType.Scalar,
        JsonType.Items,
        JsonType.Entries,
        JsonType.Maybe,
        JsonType.OneOf,
        JsonType.Unreadable,
        RecordType {
  /** What is one value in JSON. */
  sealed interface Scalar extends JsonType permits Text, Whole, Decimal, Flag, EnumType {}

  /** Anything. */
  record Any() implements JsonType {}

  /**
   * A text.
   *
   * @param format as JSON Schema names it
   * @param expected a word for people, with its article
   * @param parse throws IllegalArgumentException or DateTimeException for what it cannot read
   */
  record Text(@Nullable String format, String expected, Function<String, Object> parse)
      implements Scalar {}

  /** A whole number between two bounds; null for no bounds. */
  record Whole(@Nullable Bounds bounds, Function<BigInteger, Object> convert) implements Scalar {}

  /** The least and the greatest of a whole number's type. */
  record Bounds(BigInteger least, BigInteger most, String format) {
    static Bounds of(long least, long most, String format) {
      return new Bounds(BigInteger.valueOf(least), BigInteger.valueOf(most), format);
    }

    boolean hold(BigInteger number) {
      return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }
  }

  /** A number; what does not fit becomes null. */
  record Decimal(@Nullable String format, Function<BigDecimal, @Nullable Object> convert)
      implements Scalar {}

  /** True or false. */
  record Flag() implements Scalar {}

  /** A list, a set or an array. */
  record Items(Class<?> type, TypedElement element) implements JsonType {}

  /** An object with keys of the author's or the caller's choice. */
  record Entries(Class<?> type, Scalar key, TypedElement value) implements JsonType {}

  /** An Optional: null and nothing are empty. */
  record Maybe(TypedElement value) implements JsonType {}

  /** A sealed type, by the names that {@code type} may have. */
  record OneOf(Class<?> type, Map<String, RecordType> cases) implements JsonType {}

  /**
   * A type that cannot be read from JSON.
   *
   * @param reason the end of a sentence that begins with the place
   * @param written what it looks like where it is written
   */
  record Unreadable(String reason, JsonType written) implements JsonType {}
}
