package dev.tinybase.filters;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The order of two values as both databases see it. */
final class ValueOrder {
  private ValueOrder() {}

  /** Negative, zero or positive; empty for null and for values of different types. */
  static OptionalInt compare(@Nullable Object left, @Nullable Object right) {
    return switch (left) {
      case String a when right instanceof String b -> OptionalInt.of(texts(a, b));
      case BigDecimal a when right instanceof BigDecimal b -> OptionalInt.of(a.compareTo(b));
      case Number a when right instanceof Number b -> OptionalInt.of(numbers(a, b));
      case Boolean a when right instanceof Boolean b -> OptionalInt.of(a.compareTo(b));
      case LocalDate a when right instanceof LocalDate b -> OptionalInt.of(a.compareTo(b));
      case Instant a when right instanceof Instant b -> OptionalInt.of(a.compareTo(b));
      // UUID.compareTo takes the halves as signed, which no database does.
      case UUID a when right instanceof UUID b ->
          OptionalInt.of(a.toString().compareTo(b.toString()));
      case null, default -> OptionalInt.empty();
    };
  }

  /** By code point, as UTF-8 bytes are ordered. */
  static int texts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates stand for code points above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }

  /** A Long or Double with another, exactly; both zeros are equal. */
  private static int numbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    boolean bothReal = a instanceof Double && b instanceof Double;
    if (bothReal || Double.isInfinite(x) || Double.isInfinite(y)) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }
}
