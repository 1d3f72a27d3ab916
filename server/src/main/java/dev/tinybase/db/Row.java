package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result, read by column number from 1, or by name where speed does not
 * matter.
 */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** The text of a column that is never null. */
  public String text(int column) {
    var text = textOrNull(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return text;
  }

  /**
   * The text of a column, also of a number, a UUID, an instant or JSON as selected by the dialect.
   */
  public @Nullable String textOrNull(int column) {
    try {
      return results.getString(column);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** The text of a column that is never null, in UTF-8. */
  public byte[] bytes(int column) {
    var bytes = bytesOrNull(column);
    if (bytes == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return bytes;
  }

  /**
   * The text of a column in UTF-8, as the database has it: cheaper than {@link #textOrNull} for
   * what is only passed on. The column must be selected as text.
   */
  public byte @Nullable [] bytesOrNull(int column) {
    try {
      return results.getBytes(column);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** The text of a named column that is never null. */
  public String text(String column) {
    return text(find(column));
  }

  /** The text of a named column. */
  public @Nullable String textOrNull(String column) {
    return textOrNull(find(column));
  }

  /** A 64-bit integer; 0 for null (see {@link #wasNull}). */
  public long integer(int column) {
    try {
      return results.getLong(column);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** A named 64-bit integer; 0 for null. */
  public long integer(String column) {
    return integer(find(column));
  }

  /** A floating-point number; 0 for null. */
  public double real(int column) {
    try {
      return results.getDouble(column);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** An exact decimal number. */
  public @Nullable BigDecimal decimal(int column) {
    var text = textOrNull(column);
    return text == null ? null : new BigDecimal(text);
  }

  /** A truth value; false for null. */
  public boolean bool(int column) {
    try {
      return results.getBoolean(column);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** A named truth value; false for null. */
  public boolean bool(String column) {
    return bool(find(column));
  }

  /**
   * The value of a column that was selected through its dialect, in the Java type that {@link Sql}
   * binds; null for null.
   */
  public @Nullable Object value(int column, ColumnType type) {
    return switch (type) {
      case TEXT -> textOrNull(column);
      case DECIMAL -> decimal(column);
      case INTEGER -> nullable(integer(column));
      case REAL -> nullable(real(column));
      case BOOLEAN -> nullable(bool(column));
      case DATE, TIMESTAMP, JSON, UUID -> parsed(textOrNull(column), type);
    };
  }

  private @Nullable Object nullable(Object value) {
    return wasNull() ? null : value;
  }

  private static @Nullable Object parsed(@Nullable String text, ColumnType type) {
    if (text == null) {
      return null;
    }
    return switch (type) {
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
      case JSON -> new JsonText(text);
      case UUID -> UUID.fromString(text);
      case TEXT, DECIMAL, INTEGER, REAL, BOOLEAN -> text;
    };
  }

  /** Whether the column last read was null. */
  public boolean wasNull() {
    try {
      return results.wasNull();
    } catch (SQLException e) {
      throw new DatabaseException("cannot read", e);
    }
  }

  /** A UUID that is never null. */
  public UUID uuid(String column) {
    return UUID.fromString(text(column));
  }

  /** An instant that is never null, from a column selected by {@link Dialect#select}. */
  public Instant instant(String column) {
    return Instant.parse(text(column));
  }

  /** An instant, from a column selected by {@link Dialect#select}. */
  public @Nullable Instant instantOrNull(String column) {
    var text = textOrNull(column);
    return text == null ? null : Instant.parse(text);
  }

  private int find(String column) {
    try {
      return results.findColumn(column);
    } catch (SQLException e) {
      throw new DatabaseException("no column " + column, e);
    }
  }
}
