package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL takes every type natively. */
final class PostgresBinder implements Binder {
  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number -> statement.setDouble(index, number);
      case Boolean truth -> statement.setBoolean(index, truth);
      case UUID uuid -> statement.setObject(index, uuid);
      case Instant instant ->
          statement.setObject(index, Instants.micros(instant).atOffset(ZoneOffset.UTC));
      case LocalDate date -> statement.setObject(index, date);
      case BigDecimal number ->
          statement.setBigDecimal(
              index, number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
      // Without a type of its own the parameter takes that of the column it meets: jsonb.
      case JsonText json -> statement.setObject(index, json.text(), Types.OTHER);
      default -> throw Binder.unknown(value);
    }
  }
}
