package dev.tinybase.records;

import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.SqlFragment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that was checked and is ready to be read. */
public final class PreparedList {
  private final Database database;
  private final RecordTable table;
  private final ListQuery query;
  private final SqlFragment where;
  private final List<SqlFragment> parts;

  /**
   * Prepares a list.
   *
   * @param where which records are meant, whatever the page
   * @throws Problem 400 for a cursor that makes no sense
   */
  PreparedList(Database database, RecordTable table, ListQuery query, SqlFragment where) {
    this.database = database;
    this.table = table;
    this.query = query;
    this.where = where;
    this.parts = parts();
  }

  /** Reads it on what is committed by now. */
  public <T> T read(RecordSink.Factory<T> sink) {
    return database.read(sql -> run(sql, sink.open(query)));
  }

  /** Reads it as one consistent state, however long that takes. */
  public <T> T snapshot(RecordSink.Factory<T> sink) {
    return database.snapshot(sql -> run(sql, sink.open(query)));
  }

  private <T> T run(Sql sql, RecordSink<T> sink) {
    var page = new Page<>(sink);
    for (var part : parts) {
      if (!page.more) {
        var rows = where.and(part);
        sql.each(text(rows), page::add, parameters(rows));
      }
    }
    return sink.end(query.total() ? total(sql, page) : null, page.nextCursor());
  }

  /** The exact number; a page that shows the list's end tells it by its place and length. */
  private Long total(Sql sql, Page<?> page) {
    boolean isEnd = query.limit() > 0 && query.cursor() == null && !page.more;
    return isEnd && (page.count > 0 || query.offset() == 0)
        ? query.offset() + page.count
        : table.totals().count(sql, table, where, !database.inTransaction());
  }

  /**
   * The statement for one row more than the limit. The limit is a part of the text, because a plan
   * that is made without it may sort the whole table.
   */
  String text(SqlFragment rows) {
    var text =
        table.sql().select(query.json().columns() + query.sort().columns())
            + rows.where()
            + query.sort().orderBy();
    return query.limit() == ListQuery.ALL
        ? text
        : text + " limit " + (query.limit() + 1) + " offset ?";
  }

  @Nullable Object[] parameters(SqlFragment rows) {
    return query.limit() == ListQuery.ALL ? rows.with() : rows.with(query.offset());
  }

  private List<SqlFragment> parts() {
    if (query.limit() == 0) {
      return List.of();
    }
    if (query.cursor() == null) {
      return List.of(SqlFragment.TRUE);
    }
    if (query.offset() > 0) {
      throw Problem.badRequest("invalid_cursor", "cursor: send a cursor or an offset, not both");
    }
    var place = Cursor.decode(query.cursor(), query.sort());
    return Keyset.after(query.sort(), place, database.dialect());
  }

  /** The rows on their way into the sink; one beyond the limit tells that there are more. */
  private final class Page<T> {
    private final RecordSink<T> sink;
    private int count;
    private boolean more;
    private @Nullable List<@Nullable Object> place;

    Page(RecordSink<T> sink) {
      this.sink = sink;
    }

    void add(Row row) {
      if (count == query.limit()) {
        more = true;
        return;
      }
      sink.add(row);
      if (++count == query.limit()) {
        place = query.sort().place(row, query.json().width());
      }
    }

    @Nullable String nextCursor() {
      return more && place != null ? Cursor.encode(query.sort(), place) : null;
    }
  }
}
