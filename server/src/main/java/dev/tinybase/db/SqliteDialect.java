package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQLite's words. */
final class SqliteDialect implements JdbcDialect {
  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String columnType(ColumnType type) {
    return switch (type) {
      case TEXT, DECIMAL, DATE, TIMESTAMP, JSON, UUID -> "text";
      case INTEGER, BOOLEAN -> "integer";
      case REAL -> "real";
    };
  }

  @Override
  public String select(ColumnType type, String column) {
    return column;
  }

  @Override
  public String comparable(ColumnType type, String column) {
    return type == ColumnType.DECIMAL ? column + " collate " + DecimalCollation.NAME : column;
  }

  @Override
  public String forUpdate() {
    return "";
  }

  /** SQLite knows text, integers and floating point: everything else has a canonical text. */
  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number -> statement.setDouble(index, number);
      case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
      case UUID uuid -> statement.setString(index, uuid.toString());
      case Instant instant -> statement.setString(index, Instants.text(instant));
      case LocalDate date -> statement.setString(index, date.toString());
      case BigDecimal number -> statement.setString(index, canonical(number));
      case JsonText json -> statement.setString(index, json.text());
      default -> throw JdbcDialect.unknown(value);
    }
  }

  private static String canonical(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  @Override
  public RuntimeException translate(SQLException e) {
    return SqliteErrors.translate(e);
  }
}
