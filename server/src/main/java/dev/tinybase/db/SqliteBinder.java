package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQLite knows text, bytes, integers and floating point. UUIDs are bytes and instants microseconds,
 * for the size of rows and indexes; everything else has a canonical text.
 */
final class SqliteBinder implements Binder {
  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number -> statement.setDouble(index, number);
      case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
      case UUID uuid -> statement.setBytes(index, Uuids.toBytes(uuid));
      case Instant instant -> statement.setLong(index, Instants.toMicros(instant));
      case LocalDate date -> statement.setString(index, date.toString());
      case BigDecimal number -> statement.setString(index, canonical(number));
      case JsonText json -> statement.setString(index, json.text());
      default -> throw Binder.unknown(value);
    }
  }

  private static String canonical(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
