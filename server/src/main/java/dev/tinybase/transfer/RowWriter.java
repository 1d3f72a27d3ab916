package dev.tinybase.transfer;

import dev.tinybase.db.Row;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.RecordJson;

/** Writes rows in one format. */
sealed interface RowWriter permits RowWriter.Lines, RowWriter.Array, CsvRows {
  /** The writer of a format into a buffer. */
  static RowWriter of(Format format, RecordJson json, JsonBytes out) {
    return switch (format) {
      case NDJSON -> new Lines(json, out);
      case JSON -> new Array(json, out);
      case CSV -> new CsvRows(json.fields(), out);
    };
  }

  /** Writes what stands before the first row. */
  void begin();

  /** Writes the current row, which has so many before it. */
  void add(Row row, long before);

  /** Writes what stands after the last of so many rows. */
  void end(long rows);

  /** A record a line. */
  record Lines(RecordJson json, JsonBytes out) implements RowWriter {
    @Override
    public void begin() {}

    @Override
    public void add(Row row, long before) {
      json.write(row, out);
      out.raw('\n');
    }

    @Override
    public void end(long rows) {}
  }

  /** An array, a record a line. */
  record Array(RecordJson json, JsonBytes out) implements RowWriter {
    @Override
    public void begin() {
      out.raw('[');
    }

    @Override
    public void add(Row row, long before) {
      out.raw(before == 0 ? "\n" : ",\n");
      json.write(row, out);
    }

    @Override
    public void end(long rows) {
      out.raw(rows == 0 ? "]\n" : "\n]\n");
    }
  }
}
