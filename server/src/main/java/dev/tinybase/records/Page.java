package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.json.JsonBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a list while its rows come in; one row beyond the limit tells that there are more.
 */
final class Page {
  private static final int BYTES_OF_A_RECORD = 400;
  private static final int LARGEST_START = 1 << 16;

  private final RecordJson json;
  private final Ordering ordering;
  private final int limit;
  private final JsonBytes out;
  private int count;
  private boolean more;
  private @Nullable List<@Nullable Object> place;

  Page(RecordJson json, Ordering ordering, int limit) {
    this.json = json;
    this.ordering = ordering;
    this.limit = limit;
    out = new JsonBytes(Math.min(LARGEST_START, 128 + limit * BYTES_OF_A_RECORD));
    out.raw("{\"records\":[");
  }

  /** How many records may be on it. */
  int limit() {
    return limit;
  }

  /** How many records are on it. */
  int count() {
    return count;
  }

  /** Whether there are records after it. */
  boolean more() {
    return more;
  }

  void add(Row row) {
    if (count == limit) {
      more = true;
      return;
    }
    if (count++ > 0) {
      out.raw(',');
    }
    json.write(row, out);
    if (count == limit) {
      place = ordering.place(row, json.width());
    }
  }

  /**
   * The whole reply.
   *
   * @param total null when it was not asked for
   */
  byte[] finish(@Nullable Long total, long offset) {
    out.raw("],\"total\":");
    (total == null ? out.nothing() : out.number(total)).raw(",\"limit\":").number(limit);
    out.raw(",\"offset\":").number(offset).raw(",\"next_cursor\":");
    if (more && place != null) {
      out.plain(Cursor.encode(ordering.sort(), place));
    } else {
      out.nothing();
    }
    return out.raw('}').toBytes();
  }
}
