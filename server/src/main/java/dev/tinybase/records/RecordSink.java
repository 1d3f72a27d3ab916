package dev.tinybase.records;

import dev.tinybase.db.Row;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a list as they are read, and makes of them what the caller wants.
 *
 * @param <T> what becomes of them
 */
public interface RecordSink<T> {
  /** A page ends behind the record with which it has so many bytes, however many were asked for. */
  int MOST_BYTES = 4 << 20;

  /** Takes the current row, a select of {@link RecordJson#columns}. */
  void add(Row row);

  /** Takes a record as hooks have left it, in place of a row. */
  void add(WholeRecord record);

  /** How many bytes the page has by now, roughly; 0 where it may have any number. */
  default long bytes() {
    return 0;
  }

  /**
   * Nothing comes any more.
   *
   * @param total null when it was not asked for
   * @param nextCursor null when there are no more records
   */
  T end(@Nullable Long total, @Nullable String nextCursor);

  /** Makes the sink of a list; a list that must be read again gets a new one. */
  @FunctionalInterface
  interface Factory<T> {
    RecordSink<T> open(ListQuery query);

    /**
     * The page will have so many bytes, which is more than a little. It is told before a connection
     * is taken, so that one may wait for memory, and refuse.
     */
    default void expect(long bytes) {}
  }
}
