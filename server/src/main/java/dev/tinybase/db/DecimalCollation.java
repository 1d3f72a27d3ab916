package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Collation;

/**
 * Orders decimal numbers that are kept as plain text by their value. SQLite may compare any text by
 * it, so what is no number comes after every number, by code point.
 */
final class DecimalCollation extends Collation {
  static final String NAME = "decimal_order";

  private DecimalCollation() {}

  static void register(Connection connection) throws SQLException {
    Collation.create(connection, NAME, new DecimalCollation());
  }

  @Override
  protected int xCompare(String left, String right) {
    return compare(left, right);
  }

  static int compare(String left, String right) {
    if (left.equals(right)) {
      return 0;
    }
    boolean leftIsNumber = isPlain(left);
    boolean rightIsNumber = isPlain(right);
    if (leftIsNumber && rightIsNumber) {
      return new BigDecimal(left).compareTo(new BigDecimal(right));
    }
    return leftIsNumber == rightIsNumber ? left.compareTo(right) : leftIsNumber ? -1 : 1;
  }

  /** An exception here would end in native code, so the form is checked first. */
  private static boolean isPlain(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int dots = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && i > start && i < text.length() - 1) {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return text.length() > start && dots <= 1;
  }
}
