package dev.tinybase.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from text and their bounds. An exponent such as {@code 1e999999999} is cheap to read but
 * not to write out, so sizes are checked before any digit is made of it.
 */
public final class Decimals {
  /** The most digits that a decimal may have before and after its point together. */
  static final int MAX_DIGITS = 40;

  private static final int MAX_TEXT = 100;

  private Decimals() {}

  /** The number that an ASCII text spells; null when it spells none. */
  public static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /**
   * The canonical form, without trailing zeros after the point; null when it has too many digits.
   */
  static @Nullable BigDecimal canonical(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    long whole = (long) stripped.precision() - stripped.scale();
    if (stripped.precision() > MAX_DIGITS || whole > MAX_DIGITS || stripped.scale() > MAX_DIGITS) {
      return null;
    }
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** The 64-bit integer that a number equals; null for fractions and numbers beyond. */
  public static @Nullable Long whole(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    if (stripped.scale() > 0 || (long) stripped.precision() - stripped.scale() > 19) {
      return null;
    }
    return whole(stripped.toBigInteger());
  }

  /** The integer in 64 bits; null for one beyond. */
  static @Nullable Long whole(BigInteger number) {
    return number.bitLength() < Long.SIZE ? number.longValue() : null;
  }
}
