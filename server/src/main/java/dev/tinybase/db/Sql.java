package dev.tinybase.db;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, for the time of one {@link Database.Work}. Parameters may be null,
 * String, Integer, Long, Double, Boolean, BigDecimal, UUID, Instant, LocalDate, byte[] or {@link
 * JsonText}; they are always bound, never pasted. Prepared statements are kept per connection: the
 * texts must be few, and name their columns instead of {@code select *}.
 */
public interface Sql {
  /** Every row. */
  <T> List<T> list(String sql, Function<Row, T> mapper, @Nullable Object... parameters);

  /** The first row, if there is one. */
  <T> Optional<T> first(String sql, Function<Row, T> mapper, @Nullable Object... parameters);

  /** Each row in turn, without keeping any. */
  void each(String sql, Consumer<Row> consumer, @Nullable Object... parameters);

  /** The same with so many rows in memory at once, in a transaction or a snapshot. */
  void each(int rows, String sql, Consumer<Row> consumer, @Nullable Object... parameters);

  /** The first column of the first row as a number; 0 where there is no row. */
  long number(String sql, @Nullable Object... parameters);

  /** Changes rows and tells how many. */
  int update(String sql, @Nullable Object... parameters);

  /**
   * Runs a statement that is not worth keeping, such as DDL, or several with semicolons between.
   */
  void execute(String sql);

  /**
   * Runs a part of a write that may fail alone: what it throws undoes that part (a savepoint), and
   * the rest may go on. After any other failure of a statement the work must end.
   */
  <T extends @Nullable Object> T nested(Database.Work<T> work);

  /**
   * Lifts the time limit of statements until this write ends: for what looks at whole tables. That
   * of waiting for locks stays.
   */
  void liftTimeLimit();

  /**
   * Runs the action once this write is committed, on the thread that called {@link Database#write}
   * or {@link Database#transaction}, before that returns: for what is kept in memory of what the
   * database holds, and to wake those who wait for it. What is undone drops its actions (a part of
   * a write, a work of a group, a whole transaction), and a work that runs again names them anew.
   * The same action twice in a row counts once. A failure is logged: the write has succeeded.
   */
  void afterCommit(Runnable action);

  /**
   * Tells the other nodes, when this write is committed, that something which they may keep in
   * memory has changed: their {@link Database#onForeignChange} listeners run. SQLite finds that out
   * by itself.
   */
  void announce(Topic topic);
}
