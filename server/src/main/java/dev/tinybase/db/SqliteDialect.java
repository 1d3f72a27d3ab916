package dev.tinybase.db;

/** SQLite's words. */
final class SqliteDialect implements Dialect {
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
}
