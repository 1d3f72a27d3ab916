package dev.tinybase.transfer;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Instants;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.Columns;
import dev.tinybase.schema.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV (RFC 4180): the system's columns, then the fields. Null is an empty cell, an empty
 * text a cell of two quotes; lists, objects and JSON are JSON text.
 */
record CsvRows(List<Field> fields, JsonBytes out) implements RowWriter {
  private static final String END = "\r\n";

  @Override
  public void begin() {
    out.raw("id,owner_id,created_at,updated_at");
    fields.forEach(field -> out.raw(',').raw(field.name()));
    out.raw(END);
  }

  @Override
  public void add(Row row, long before) {
    out.uuid(row.uuidBytes(Columns.ID)).raw(',');
    cell(text(row, Columns.OWNER_ID, ColumnType.UUID));
    out.raw(',').instant(row.integer(Columns.CREATED_AT));
    out.raw(',').instant(row.integer(Columns.UPDATED_AT));
    for (int i = 0; i < fields.size(); i++) {
      out.raw(',');
      cell(text(row, Columns.FIRST_FIELD + i, fields.get(i).type().column()));
    }
    out.raw(END);
  }

  @Override
  public void end(long rows) {}

  private static @Nullable String text(Row row, int column, ColumnType type) {
    return switch (row.value(column, type)) {
      case null -> null;
      case BigDecimal decimal -> decimal.toPlainString();
      case Instant instant -> Instants.text(instant);
      case JsonText json -> json.text();
      case Object value -> value.toString();
    };
  }

  private void cell(@Nullable String text) {
    if (text == null) {
      return;
    }
    if (text.isEmpty() || needsQuotes(text)) {
      out.raw('"').raw(text.replace("\"", "\"\"")).raw('"');
    } else {
      out.raw(text);
    }
  }

  private static boolean needsQuotes(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        || !text.equals(text.strip());
  }
}
