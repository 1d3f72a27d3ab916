package dev.tinybase.db;

import dev.tinybase.text.Instants;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** SQLite's words. */
final class SqliteDialect extends Dialect {
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
  public String forUpdate() {
    return "";
  }

  /**
   * SQLite knows text, bytes, integers and floating point. UUIDs are bytes and instants
   * microseconds, for the size of rows and indexes; everything else has a canonical text.
   */
  @Override
  void bindOther(PreparedStatement statement, int index, Object value) throws SQLException {
    switch (value) {
      case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
      case UUID uuid -> statement.setBytes(index, Uuids.toBytes(uuid));
      case Instant instant -> statement.setLong(index, Instants.toMicros(instant));
      case LocalDate date -> statement.setString(index, date.toString());
      case BigDecimal number -> statement.setString(index, number.toPlainString());
      case JsonText json -> statement.setString(index, json.text());
      default -> throw unknown(value);
    }
  }

  @Override
  RuntimeException translate(SQLException e) {
    return SqliteErrors.translate(e);
  }
}
