package dev.tinybase.schema;

import com.google.re2j.Pattern;
import dev.tinybase.db.ColumnType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a field with the constraints that belong to it. In Java a value is a String (Text),
 * Long (Whole), Double (Real), BigDecimal (Decimal), Boolean (Bool), LocalDate (Date), Instant
 * (DateTime) or a {@link dev.tinybase.db.JsonText} (Json, Dictionary, ListOf); null stands for JSON
 * null.
 */
public sealed interface FieldType {
  /** The type's name on the wire, for example {@code list[string]}. */
  String word();

  /** The type of the column that holds it. */
  ColumnType column();

  /** {@code string}: Unicode text. Lengths count code points; null bounds are open. */
  record Text(
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable Pattern pattern,
      @Nullable Format format,
      List<String> values)
      implements FieldType {
    public Text {
      values = List.copyOf(values);
    }

    @Override
    public String word() {
      return "string";
    }

    @Override
    public ColumnType column() {
      return ColumnType.TEXT;
    }
  }

  /** Well-known forms of text. */
  enum Format {
    EMAIL,
    URL,
    UUID,
    SLUG
  }

  /** {@code integer}: 64 bits. */
  record Whole(@Nullable Long min, @Nullable Long max) implements FieldType {
    @Override
    public String word() {
      return "integer";
    }

    @Override
    public ColumnType column() {
      return ColumnType.INTEGER;
    }
  }

  /** {@code number}: 64-bit binary floating point. */
  record Real(@Nullable Double min, @Nullable Double max) implements FieldType {
    @Override
    public String word() {
      return "number";
    }

    @Override
    public ColumnType column() {
      return ColumnType.REAL;
    }
  }

  /** {@code decimal}: exact, on the wire a string, accepted as a string or a number. */
  record Decimal(@Nullable BigDecimal min, @Nullable BigDecimal max) implements FieldType {
    @Override
    public String word() {
      return "decimal";
    }

    @Override
    public ColumnType column() {
      return ColumnType.DECIMAL;
    }
  }

  /** {@code boolean}. */
  record Bool() implements FieldType {
    @Override
    public String word() {
      return "boolean";
    }

    @Override
    public ColumnType column() {
      return ColumnType.BOOLEAN;
    }
  }

  /** {@code date}: a calendar day, ISO 8601. */
  record Date() implements FieldType {
    @Override
    public String word() {
      return "date";
    }

    @Override
    public ColumnType column() {
      return ColumnType.DATE;
    }
  }

  /** {@code datetime}: an instant, RFC 3339, kept in UTC and microseconds. */
  record DateTime() implements FieldType {
    @Override
    public String word() {
      return "datetime";
    }

    @Override
    public ColumnType column() {
      return ColumnType.TIMESTAMP;
    }
  }

  /** {@code json}: any JSON value. */
  record Json() implements FieldType {
    @Override
    public String word() {
      return "json";
    }

    @Override
    public ColumnType column() {
      return ColumnType.JSON;
    }
  }

  /** {@code object}: a JSON object. */
  record Dictionary() implements FieldType {
    @Override
    public String word() {
      return "object";
    }

    @Override
    public ColumnType column() {
      return ColumnType.JSON;
    }
  }

  /** {@code list} (any items) or {@code list[string|integer|number|boolean]}. */
  record ListOf(@Nullable FieldType item, @Nullable Integer minLength, @Nullable Integer maxLength)
      implements FieldType {
    @Override
    public String word() {
      return item == null ? "list" : "list[" + item.word() + "]";
    }

    @Override
    public ColumnType column() {
      return ColumnType.JSON;
    }
  }
}
