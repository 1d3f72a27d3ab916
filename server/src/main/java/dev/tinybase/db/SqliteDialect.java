package dev.tinybase.db;

import dev.tinybase.text.Uuids;
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
      case TEXT, DECIMAL, DATE, JSON -> "text";
      case INTEGER, BOOLEAN, TIMESTAMP -> "integer";
      case REAL -> "real";
      case UUID -> "blob";
    };
  }

  @Override
  public String select(ColumnType type, String column) {
    return column;
  }

  /** Only functions that every SQLite has: other tools read views made of these. */
  @Override
  public String text(ColumnType type, String column) {
    return switch (type) {
      case UUID -> uuid(column);
      case TIMESTAMP -> instant(column);
      case TEXT, INTEGER, REAL, DECIMAL, BOOLEAN, DATE, JSON -> column;
    };
  }

  private static String uuid(String column) {
    var hex = "lower(hex(" + column + "))";
    return "case when %2$s is not null then substr(%1$s, 1, 8) || '-' || substr(%1$s, 9, 4) || '-'"
        .concat(" || substr(%1$s, 13, 4) || '-' || substr(%1$s, 17, 4) || '-'")
        .concat(" || substr(%1$s, 21) end")
        .formatted(hex, column);
  }

  /** Before 1970 the remainder is negative, and a division would round up. */
  private static String instant(String column) {
    var micros = "((%1$s %% 1000000 + 1000000) %% 1000000)".formatted(column);
    return "strftime('%%Y-%%m-%%dT%%H:%%M:%%S', (%1$s - %2$s) / 1000000, 'unixepoch')"
        .concat(" || printf('.%%06dZ', %2$s)")
        .formatted(column, micros);
  }

  @Override
  public String comparable(ColumnType type, String column) {
    return type == ColumnType.DECIMAL ? column + " collate " + DecimalCollation.NAME : column;
  }

  @Override
  public String ordered(String comparable, boolean descending) {
    return comparable + (descending ? " desc" : " asc");
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String forUpdate() {
    return "";
  }

  /**
   * SQLite knows text, bytes, integers and floating point. UUIDs are bytes and instants
   * microseconds, for the size of rows and indexes; everything else has a canonical text.
   */
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
      case UUID uuid -> statement.setBytes(index, Uuids.toBytes(uuid));
      case Instant instant -> statement.setLong(index, Instants.toMicros(instant));
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
