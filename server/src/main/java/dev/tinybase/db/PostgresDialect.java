package dev.tinybase.db;

/** PostgreSQL's words. */
final class PostgresDialect implements Dialect {
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
  public String comparable(ColumnType type, String column) {
    return column;
  }

  @Override
  public String ordered(String comparable, boolean descending) {
    return comparable + (descending ? " desc nulls last" : " asc nulls first");
  }

  @Override
  public String forUpdate() {
    return " for update";
  }
}
