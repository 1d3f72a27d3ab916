package dev.tinybase.collections;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.JsonText;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.RecordValidator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What records without a field hold there, as a literal of SQL. */
final class ColumnDefault {
  /** Characters of a default that the definition of the table may hold. */
  private static final int LONGEST_LITERAL = 2_000;

  private ColumnDefault() {}

  /** Whether records without the field may have its default by the definition of the table. */
  static boolean isConstant(Field field) {
    return switch (RecordValidator.fallback(field)) {
      case null -> false;
      case String text -> text.length() <= LONGEST_LITERAL;
      case JsonText json -> json.text().length() <= LONGEST_LITERAL;
      case Object _ -> true;
    };
  }

  static String literal(Field field, Dialect dialect) {
    boolean sqlite = dialect.isSqlite();
    return switch (RecordValidator.fallback(field)) {
      case Long number -> number.toString();
      case Double number -> number.toString();
      case Boolean truth -> sqlite ? (truth ? "1" : "0") : truth.toString();
      case Instant instant when sqlite ->
          Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
      case BigDecimal number -> quoted(number.toPlainString(), sqlite);
      case JsonText json -> quoted(json.text(), sqlite);
      case Object other -> quoted(other.toString(), sqlite);
      case null -> "null";
    };
  }

  /** Safe whatever PostgreSQL takes backslashes for. */
  private static String quoted(String text, boolean sqlite) {
    var literal = "'" + text.replace("'", "''") + "'";
    return sqlite || text.indexOf('\\') < 0 ? literal : "E" + literal.replace("\\", "\\\\");
  }
}
