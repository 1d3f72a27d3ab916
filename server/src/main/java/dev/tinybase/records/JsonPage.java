package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** A page as the UTF-8 JSON of {@code {records, total, limit, offset, next_cursor}}. */
public final class JsonPage implements RecordSink<byte[]> {
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
