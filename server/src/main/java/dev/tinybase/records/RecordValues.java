package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Instants;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.schema.FieldValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of fields as JSON, from a row's column or from memory. */
final class RecordValues {
  private RecordValues() {}

  /**
   * The value of a column that was selected through its dialect. To ask whether it is null costs as
   * much as to read it, so only what reads like null is asked.
   */
  static void write(Row row, int column, ColumnType type, JsonBytes out) {
    switch (type) {
      case INTEGER, TIMESTAMP -> whole(row, column, type, out);
      case REAL -> {
        double value = row.real(column);
        if (value == 0 && row.wasNull()) {
          out.nothing();
        } else {
          out.number(value);
        }
      }
      case BOOLEAN -> {
        boolean value = row.bool(column);
        if (!value && row.wasNull()) {
          out.nothing();
        } else {
          out.bool(value);
        }
      }
      case UUID -> {
        var bytes = row.uuidBytesOrNull(column);
        if (bytes == null) {
          out.nothing();
        } else {
          out.raw('"').uuid(bytes).raw('"');
        }
      }
      case TEXT, DECIMAL, DATE, JSON -> text(row.bytesOrNull(column), type, out);
    }
  }

  /** A value of one of the Java types that {@link dev.tinybase.schema.FieldType} tells. */
  static void write(@Nullable Object value, JsonBytes out) {
    switch (value) {
      case null -> out.nothing();
      case String text -> out.text(text);
      case Long number -> out.number(number);
      case Double number -> out.number(number);
      case Boolean truth -> out.bool(truth);
      case JsonText json -> out.raw(json.text());
      case BigDecimal decimal -> out.plain(decimal.toPlainString());
      case Instant instant -> out.raw('"').instant(Instants.toMicros(instant)).raw('"');
      case LocalDate date -> out.plain(date.toString());
      case UUID id -> out.plain(id.toString());
      default -> throw new IllegalArgumentException("no field holds a " + value.getClass());
    }
  }

  /** The same as a node of a tree, as if it were parsed from what {@link #write} writes. */
  static JsonNode node(@Nullable Object value) {
    var nodes = Json.mapper().getNodeFactory();
    return switch (value) {
      case Long number when number.intValue() == number -> nodes.numberNode(number.intValue());
      case Double number -> nodes.numberNode(new BigDecimal(number.toString()));
      case Instant instant -> nodes.stringNode(Instants.text(instant));
      case UUID id -> nodes.stringNode(id.toString());
      case null, default -> FieldValues.node(value);
    };
  }

  /** What is read as a 64-bit integer. */
  private static void whole(Row row, int column, ColumnType type, JsonBytes out) {
    long value = row.integer(column);
    if (value == 0 && row.wasNull()) {
      out.nothing();
    } else if (type == ColumnType.TIMESTAMP) {
      out.raw('"').instant(value).raw('"');
    } else {
      out.number(value);
    }
  }

  private static void text(byte @Nullable [] text, ColumnType type, JsonBytes out) {
    if (text == null) {
      out.nothing();
    } else if (type == ColumnType.TEXT) {
      out.text(text);
    } else if (type == ColumnType.JSON) {
      out.raw(text);
    } else {
      out.plain(text);
    }
  }
}
