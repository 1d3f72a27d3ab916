package dev.tinybase.db;

import dev.tinybase.text.Instants;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** PostgreSQL's words. */
final class PostgresDialect extends Dialect {
  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String columnType(ColumnType type) {
    return switch (type) {
      case TEXT -> "text collate \"C\"";
      case INTEGER -> "bigint";
      case REAL -> "double precision";
      case DECIMAL -> "numeric";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "timestamptz";
      case JSON -> "jsonb";
      case UUID -> "uuid";
    };
  }

  @Override
  public String select(ColumnType type, String column) {
    return switch (type) {
      case TIMESTAMP -> "cast(extract(epoch from " + column + ") * 1000000 as bigint)";
      case DATE -> "to_char(" + column + ", 'YYYY-MM-DD')";
      // A cast would keep the column's name, and "order by" would then sort by this text.
      case DECIMAL -> "(" + column + " || '')";
      case TEXT, INTEGER, REAL, BOOLEAN, JSON, UUID -> column;
    };
  }

  @Override
  public String text(ColumnType type, String column) {
    return switch (type) {
      case TIMESTAMP ->
          "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
      case TEXT, INTEGER, REAL, DECIMAL, BOOLEAN, DATE, JSON, UUID ->
          "cast(" + column + " as text)";
    };
  }

  @Override
  public String ordered(String comparable, boolean descending) {
    return comparable + (descending ? " desc nulls last" : " asc nulls first");
  }

  @Override
  public String forUpdate() {
    return " for update";
  }

  /** PostgreSQL takes every type natively. */
  @Override
  void bindOther(PreparedStatement statement, int index, Object value) throws SQLException {
    switch (value) {
      case Boolean truth -> statement.setBoolean(index, truth);
      case UUID uuid -> statement.setObject(index, uuid);
      case Instant instant ->
          statement.setObject(index, Instants.micros(instant).atOffset(ZoneOffset.UTC));
      case LocalDate date -> statement.setObject(index, date);
      case BigDecimal number -> statement.setBigDecimal(index, number);
      // Without a type of its own the parameter takes that of the column it meets: jsonb.
      case JsonText json -> statement.setObject(index, json.text(), Types.OTHER);
      default -> throw unknown(value);
    }
  }

  @Override
  RuntimeException translate(SQLException e) {
    return PostgresErrors.translate(e);
  }
}
