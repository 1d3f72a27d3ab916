package dev.tinybase.db;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, for the time of one {@link Database.Work}. Parameters may be null,
 * String, Integer, Long, Double, Boolean, BigDecimal, UUID, Instant, LocalDate or {@link JsonText};
 * they are always bound, never pasted. Prepared statements are kept per connection.
 */
public interface Sql {
  /** Every row. */
  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters);

  /** The first row, if there is one. */
  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters);

  /** Each row in turn, without keeping any. */
  void each(String sql, Consumer<Row> consumer, @Nullable Object... parameters);

  /** The first column of the first row as a number; 0 where there is no row. */
  long number(String sql, @Nullable Object... parameters);

  /** Changes rows and tells how many. */
  int update(String sql, @Nullable Object... parameters);

  /** Runs a statement that is not worth keeping, such as DDL. */
  void execute(String sql);
}
