package dev.tinybase.schema;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from text, as text, and their bounds. An exponent such as {@code 1e999999999} is cheap to
 * read but not to write out, so sizes are checked before any digit is made of it.
 */
public final class Decimals {
  /** The most digits that a decimal may have before and after its point together. */
  static final int MAX_DIGITS = 40;

  private static final int MAX_TEXT = 100;

  /** Near 2^31 the arithmetic of BigDecimal fails. */
  private static final int MAX_SCALE = 1_000_000_000;

  /** Up to 2^53 every whole number has a double of its own. */
  private static final double MAX_EXACT = 9_007_199_254_740_992.0;

  private Decimals() {}

  /**
   * The number that an ASCII text spells, such as {@code 12}, {@code +.5}, {@code 5.} or {@code
   * 1e3}, whatever white space is around it; null when it spells none.
   */
  public static @Nullable BigDecimal parse(String around) {
    var text = around.strip();
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      var number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > MAX_SCALE ? null : number;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /**
   * The canonical form, without trailing zeros after the point; null when it has too many digits.
   */
  public static @Nullable BigDecimal canonical(BigDecimal number) {
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
    var whole = stripped.toBigInteger();
    return whole.bitLength() < Long.SIZE ? whole.longValue() : null;
  }

  /**
   * A finite number as people write it: {@code 12345}, {@code 0.25}, {@code 4915112345678}, with an
   * exponent only where there would be more than 21 digits before the point or six zeros behind it.
   */
  public static String plain(double number) {
    if (number == Math.rint(number) && Math.abs(number) < MAX_EXACT) {
      return Long.toString((long) number);
    }
    var text = Double.toString(number);
    if (text.indexOf('E') < 0) {
      return text;
    }
    var exact = new BigDecimal(text).stripTrailingZeros();
    int whole = exact.precision() - exact.scale();
    return whole > -6 && whole <= 21 ? exact.toPlainString() : exact.toString();
  }
}
