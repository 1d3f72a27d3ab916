package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.filters.Filter;
import dev.tinybase.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * What a list is asked for, read against one version of a collection by its {@link RecordView}.
 *
 * @param filter {@link Filter#EVERYTHING} for all that the caller may see
 * @param json the fields to show
 * @param limit 0 to 1000 records, where 0 asks for the total alone; {@link #ALL} for no limit
 * @param offset how many records to skip
 * @param cursor the {@code next_cursor} of the page before; null for the first page
 * @param total whether to count all records that match
 */
public record ListQuery(
    Sort sort,
    Filter filter,
    RecordJson json,
    int limit,
    long offset,
    @Nullable String cursor,
    boolean total) {
  /** The largest limit of a page. */
  public static final int MOST = 1000;

  /** The limit of a list whose caller does not name one. */
  public static final int USUAL = 100;

  /** No limit. */
  public static final int ALL = Integer.MAX_VALUE;

  /** The order of a list whose caller does not name one. */
  public static final String NEWEST_FIRST = "-created_at";

  /** A page as the UTF-8 JSON of {@code {records, total, limit, offset, next_cursor}}. */
  public static final class JsonPage implements RecordSink<byte[]> {
    private static final int BYTES_OF_A_RECORD = 400;
    private static final int LARGEST_START = 1 << 16;

    private final ListQuery query;
    private final JsonBytes out;
    private boolean isEmpty = true;

    public JsonPage(ListQuery query) {
      this.query = query;
      out = new JsonBytes(Math.min(LARGEST_START, 128 + query.limit() * BYTES_OF_A_RECORD));
      out.raw("{\"records\":[");
    }

    @Override
    public void add(Row row) {
      if (!isEmpty) {
        out.raw(',');
      }
      isEmpty = false;
      query.json().write(row, out);
    }

    @Override
    public byte[] end(@Nullable Long total, @Nullable String nextCursor) {
      out.raw("],\"total\":");
      (total == null ? out.nothing() : out.number(total)).raw(",\"limit\":").number(query.limit());
      out.raw(",\"offset\":").number(query.offset()).raw(",\"next_cursor\":");
      (nextCursor == null ? out.nothing() : out.plain(nextCursor)).raw('}');
      return out.toBytes();
    }
  }
}
