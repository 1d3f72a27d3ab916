package dev.tinybase.transfer;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.Columns;
import dev.tinybase.records.RecordJson;
import dev.tinybase.records.WholeRecord;
import dev.tinybase.schema.Decimals;
import dev.tinybase.text.Instants;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes rows in one format. */
sealed interface RowWriter {
  /** The writer of a format into a buffer. */
  static RowWriter of(Format format, RecordJson json, JsonBytes out, boolean guardFormulas) {
    return switch (format) {
      case NDJSON -> new JsonRows(json, out, false);
      case JSON -> new JsonRows(json, out, true);
      case CSV -> new Csv(json, out, guardFormulas);
    };
  }

  /** Writes what stands before the first row. */
  void begin();

  /** Writes the current row, which has so many before it. */
  void add(Row row, long before);

  /** Writes a record as hooks have left it, which has so many before it. */
  void add(WholeRecord record, long before);

  /** Writes what stands after the last of so many rows. */
  void end(long rows);

  /** A record a line, alone or in an array. */
  record JsonRows(RecordJson json, JsonBytes out, boolean array) implements RowWriter {
    @Override
    public void begin() {
      if (array) {
        out.raw('[');
      }
    }

    @Override
    public void add(Row row, long before) {
      begin(before);
      json.write(row, out);
      endLine();
    }

    @Override
    public void add(WholeRecord record, long before) {
      begin(before);
      record.write(json, out);
      endLine();
    }

    private void begin(long before) {
      if (array) {
        out.raw(before == 0 ? "\n" : ",\n");
      }
    }

    private void endLine() {
      if (!array) {
        out.raw('\n');
      }
    }

    @Override
    public void end(long rows) {
      if (array) {
        out.raw(rows == 0 ? "]\n" : "\n]\n");
      }
    }
  }

  /**
   * Rows as CSV (RFC 4180): the system's columns, then the fields. Null is an empty cell, an empty
   * text a cell of two quotes; lists, objects and JSON are JSON text.
   */
  record Csv(RecordJson json, JsonBytes out, boolean guardFormulas) implements RowWriter {
    private static final String END = "\r\n";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");

    /** What makes spreadsheets take a cell for a formula. */
    private static final String FORMULAS = "=+-@\t\r\n＝＋－＠";

    @Override
    public void begin() {
      out.raw("id,owner_id,created_at,updated_at");
      json.fields().forEach(field -> out.raw(',').raw(field.name()));
      out.raw(END);
    }

    @Override
    public void add(Row row, long before) {
      out.uuid(row.uuidBytes(Columns.ID)).raw(',');
      cell(text(row, Columns.OWNER_ID, ColumnType.UUID));
      out.raw(',').instant(row.integer(Columns.CREATED_AT));
      out.raw(',').instant(row.integer(Columns.UPDATED_AT));
      var fields = json.fields();
      for (int i = 0; i < fields.size(); i++) {
        out.raw(',');
        var type = fields.get(i).type().column();
        var text = text(row, Columns.FIRST_FIELD + i, type);
        cell(type == ColumnType.TEXT && isFormula(text) ? "'" + text : text);
      }
      out.raw(END);
    }

    /** Of what hooks have added only that which has a column is written. */
    @Override
    public void add(WholeRecord whole, long before) {
      var record = whole.tree(json);
      out.raw(record.get("id").stringValue());
      for (var name : List.of("owner_id", "created_at", "updated_at")) {
        out.raw(',');
        cell(record.get(name).stringValue(null));
      }
      for (var field : json.fields()) {
        out.raw(',');
        var value = record.get("data").path(field.name());
        var text = text(value, field.type().column());
        cell(value.isString() && !isNumber(text) && isFormula(text) ? "'" + text : text);
      }
      out.raw(END);
    }

    @Override
    public void end(long rows) {}

    private static @Nullable String text(JsonNode value, ColumnType type) {
      if (value.isNull() || value.isMissingNode()) {
        return null;
      }
      if (type == ColumnType.JSON || value.isContainer()) {
        return Json.text(value);
      }
      return value.isNumber() ? value.decimalValue().toPlainString() : value.asString();
    }

    /** A decimal number is a text in JSON, and may begin with a minus. */
    private static boolean isNumber(@Nullable String text) {
      return text != null && NUMBER.matcher(text).matches();
    }

    private static @Nullable String text(Row row, int column, ColumnType type) {
      return switch (row.value(column, type)) {
        case null -> null;
        case Double number -> Decimals.plain(number);
        case BigDecimal decimal -> decimal.toPlainString();
        case Instant instant -> Instants.text(instant);
        case JsonText json -> json.text();
        case Object value -> value.toString();
      };
    }

    private boolean isFormula(@Nullable String text) {
      return guardFormulas
          && text != null
          && !text.isEmpty()
          && FORMULAS.indexOf(text.charAt(0)) >= 0;
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
}
