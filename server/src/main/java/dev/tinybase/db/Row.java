package dev.tinybase.db;

import dev.tinybase.text.Instants;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result, read by column number from 1, or by name where speed does not
 * matter.
 */
public final class Row {
  private final ResultSet results;
  private long bytesRead;

  Row(ResultSet results) {
    this.results = results;
  }

  /** How many bytes of text were read from all rows of the result so far, roughly. */
  public long bytesRead() {
    return bytesRead;
  }

  /** The text of a column that is never null. */
  public String text(int column) {
    var text = textOrNull(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return text;
  }

  /** The text of a column, also of a number, a day or JSON as selected by the dialect. */
  public @Nullable String textOrNull(int column) {
    try {
      var text = results.getString(column);
      bytesRead += text == null ? 0 : text.length();
      return text;
    } catch (SQLException e) {
      throw new DatabaseException("cannot read column " + column, e);
    }
  }

  /** The bytes of a column that is never null; of a text in UTF-8. */
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
      var bytes = results.getBytes(column);
      bytesRead += bytes == null ? 0 : bytes.length;
      return bytes;
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
   * binds; null for null. Whether it is null is asked only of what reads like null.
   */
  public @Nullable Object value(int column, ColumnType type) {
    return switch (type) {
      case TEXT -> textOrNull(column);
      case DECIMAL -> decimal(column);
      case INTEGER -> {
        long value = integer(column);
        yield value == 0 && wasNull() ? null : value;
      }
      case REAL -> {
        double value = real(column);
        yield value == 0 && wasNull() ? null : value;
      }
      case BOOLEAN -> {
        boolean value = bool(column);
        yield (!value && wasNull()) ? null : value;
      }
      case DATE -> parsed(textOrNull(column), LocalDate::parse);
      case JSON -> parsed(textOrNull(column), JsonText::new);
      case TIMESTAMP -> instantOrNull(column);
      case UUID -> uuidOrNull(column);
    };
  }

  private static @Nullable Object parsed(@Nullable String text, Function<String, Object> parser) {
    return text == null ? null : parser.apply(text);
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
  public UUID uuid(int column) {
    return Uuids.ofBytes(uuidBytes(column));
  }

  /** A UUID. */
  public @Nullable UUID uuidOrNull(int column) {
    var bytes = uuidBytesOrNull(column);
    return bytes == null ? null : Uuids.ofBytes(bytes);
  }

  /** A named UUID that is never null. */
  public UUID uuid(String column) {
    return uuid(find(column));
  }

  /** A named UUID. */
  public @Nullable UUID uuidOrNull(String column) {
    return uuidOrNull(find(column));
  }

  /** The 16 bytes of a UUID that is never null. */
  public byte[] uuidBytes(int column) {
    return uuid(bytes(column));
  }

  /** The 16 bytes of a UUID. */
  public byte @Nullable [] uuidBytesOrNull(int column) {
    var bytes = bytesOrNull(column);
    return bytes == null ? null : uuid(bytes);
  }

  /** An instant that is never null, from a column selected by {@link Dialect#select}. */
  public Instant instant(int column) {
    return Instants.ofMicros(integer(column));
  }

  /** An instant, from a column selected by {@link Dialect#select}. */
  public @Nullable Instant instantOrNull(int column) {
    long micros = integer(column);
    return micros == 0 && wasNull() ? null : Instants.ofMicros(micros);
  }

  /** A named instant that is never null. */
  public Instant instant(String column) {
    return instant(find(column));
  }

  /** A named instant. */
  public @Nullable Instant instantOrNull(String column) {
    return instantOrNull(find(column));
  }

  /** What a driver gives for a UUID are its bytes or, at times, its text. */
  private static byte[] uuid(byte[] fetched) {
    return fetched.length == 16
        ? fetched
        : Uuids.toBytes(UUID.fromString(new String(fetched, StandardCharsets.US_ASCII)));
  }

  private int find(String column) {
    try {
      return results.findColumn(column);
    } catch (SQLException e) {
      throw new DatabaseException("no column " + column, e);
    }
  }
}
