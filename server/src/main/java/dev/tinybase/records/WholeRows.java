package dev.tinybase.records;

import dev.tinybase.db.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a page with every field, on their way to a caller through {@link ReadHooks}. */
final class WholeRows implements RecordSink<WholeRows> {
  private final RecordJson whole;
  private final ListQuery query;
  private final List<WholeRecord> records = new ArrayList<>();
  private long bytes;
  private @Nullable Long total;
  private @Nullable String nextCursor;

  private WholeRows(RecordJson whole, ListQuery query) {
    this.whole = whole;
    this.query = query;
  }

  /** Collects a page that another sink is to get later, and that is as large. */
  record Page(RecordJson whole, RecordSink.Factory<?> sink)
      implements RecordSink.Factory<WholeRows> {
    @Override
    public RecordSink<WholeRows> open(ListQuery query) {
      return new WholeRows(whole, query);
    }

    @Override
    public void expect(long size) {
      sink.expect(size);
    }
  }

  /** Passes on rows while they are read, some at a time. */
  static final class Passing<T> implements RecordSink<T> {
    private final RecordSink<T> sink;
    private final ReadHooks hooks;
    private final WholeRows rows;
    private long passed;

    Passing(ReadHooks hooks, RecordJson whole, ListQuery query, RecordSink<T> sink) {
      this.hooks = hooks;
      this.sink = sink;
      rows = new WholeRows(whole, query);
    }

    @Override
    public void add(Row row) {
      rows.add(row);
      if (rows.records.size() == ReadHooks.AT_ONCE || rows.bytes - passed > MOST_BYTES) {
        pass();
      }
    }

    @Override
    public void add(WholeRecord record) {
      rows.add(record);
    }

    @Override
    public T end(@Nullable Long total, @Nullable String nextCursor) {
      pass();
      return sink.end(total, nextCursor);
    }

    private void pass() {
      hooks.show(rows.records, sink::add);
      rows.records.clear();
      passed = rows.bytes;
    }
  }

  /** Gives the page to its caller. */
  <T> T pass(ReadHooks hooks, RecordSink.Factory<T> factory) {
    var sink = factory.open(query);
    hooks.show(records, sink::add);
    return sink.end(total, nextCursor);
  }

  @Override
  public void add(Row row) {
    records.add(whole.whole(row));
    bytes = row.bytesRead();
  }

  @Override
  public void add(WholeRecord record) {
    records.add(record);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public WholeRows end(@Nullable Long all, @Nullable String next) {
    total = all;
    nextCursor = next;
    return this;
  }
}
