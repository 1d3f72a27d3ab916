package dev.tinybase.records;

import dev.tinybase.db.Database;
import dev.tinybase.db.ResultTooLarge;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.SqlFragment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list of what an access rule lets through and a filter picks, checked and ready to be read. */
public final class PreparedList {
  /** The least offset that makes it worth to look rows up late. */
  private static final int FAR = 100;

  private final Database database;
  private final RecordTable table;
  private final ListQuery query;
  private final @Nullable ReadHooks hooks;
  private final RecordJson json;
  private final SqlFragment visible;
  private final SqlFragment where;
  private final @Nullable Cursor cursor;
  private final String held;
  private final List<SqlFragment> statements;

  /**
   * Prepares a list; what the caller may see is checked before what it asks for.
   *
   * @param hooks what its records pass, so that they are read with every field; null for nothing
   * @throws Problem 403 where the rule refuses it, 400 for a query that makes no sense
   */
  PreparedList(
      Database database,
      RecordTable table,
      AccessCheck access,
      Function<ListQuery.Parser, ListQuery> request,
      @Nullable ReadHooks hooks) {
    this.database = database;
    this.table = table;
    this.hooks = hooks;
    visible = table.visible(access);
    query = request.apply(table.queries(access));
    json = hooks == null ? query.json() : table.whole();
    where = visible.and(wanted(access));
    cursor = cursor();
    held = table.held(database);
    statements = statements(cursor);
  }

  private SqlFragment wanted(AccessCheck access) {
    return query.filter().equals(Filter.EVERYTHING)
        ? SqlFragment.TRUE
        : table.filterSql().compile(query.filter()).bind(access::variables);
  }

  /** Reads it on what is committed by now, before its hooks are asked. */
  <T> T read(RecordSink.Factory<T> sink) {
    if (!areLarge() || database.inTransaction()) {
      try {
        var read = database.read(sql -> unlessLarge(sql, sink));
        if (read.isPresent()) {
          return read.get();
        }
      } catch (ResultTooLarge e) {
        table.size().isLarge();
        if (database.inTransaction()) {
          throw e;
        }
      }
    }
    sink.expect(table.size().of(query.limit()));
    return consistent(sink);
  }

  /** Whether a page takes a connection for too long, which others that read little wait for. */
  private boolean areLarge() {
    return table.size().areLarge(query.limit());
  }

  /** Nothing where records turned out to be large while this one waited for its connection. */
  private <T> Optional<T> unlessLarge(Sql sql, RecordSink.Factory<T> sink) {
    return areLarge() && !database.inTransaction()
        ? Optional.empty()
        : Optional.of(run(sql, sink.open(query)));
  }

  /** Reads it as one consistent state, however long that takes, and asks its hooks meanwhile. */
  public <T> T snapshot(RecordSink.Factory<T> sink) {
    var asked = hooks;
    return asked == null
        ? consistent(sink)
        : consistent(all -> new WholeRows.Passing<>(asked, json, all, sink.open(all)));
  }

  private <T> T consistent(RecordSink.Factory<T> sink) {
    int atOnce = table.size().atOnce();
    try {
      return database.snapshot(sql -> run(sql, sink.open(query)));
    } catch (ResultTooLarge e) {
      table.size().isLarge();
      throw atOnce > 1
          ? Problem.unavailable(
              "large_records", "The records are larger than was known; ask again.", 1)
          : Problem.badRequest(
              "record_too_large",
              "A record is too large to be read as a whole; ask for some of its fields (fields=…).");
    }
  }

  private <T> T run(Sql sql, RecordSink<T> sink) {
    var page = new Page<>(sink);
    try {
      for (var part : cursor != null && cursor.isCut() ? completed(sql, cursor) : statements) {
        if (!page.more) {
          sql.each(table.size().atOnce(), part.sql(), page::add, part.with());
        }
      }
    } finally { // also of a page that there was no room for
      table.size().saw(sink.bytes(), page.count);
    }
    return sink.end(query.total() ? total(sql, page) : null, page.nextCursor());
  }

  /** The exact number; a page that shows the list's end tells it by its place and length. */
  private Long total(Sql sql, Page<?> page) {
    boolean isEnd = query.limit() > 0 && query.cursor() == null && !page.more;
    if (isEnd && (page.count > 0 || query.offset() == 0)) {
      return query.offset() + page.count;
    }
    return page.total != null
        ? page.total
        : table.totals().count(sql, table, where, !database.inTransaction());
  }

  /** The statements that find its rows, one after the other. */
  List<SqlFragment> statements() {
    return statements;
  }

  /**
   * The statement for one row more than the limit. The limit is a part of the text, because a plan
   * that is made without it may sort the whole table.
   */
  private SqlFragment statement(SqlFragment part) {
    var rows = where.and(part);
    var columns = json.columns() + query.sort().columns();
    var all =
        countsBeside()
            ? table.select(columns + ", (" + table.total() + ")")
            : table.select(columns);
    var order = query.sort().orderBy();
    if (query.limit() == ListQuery.ALL) {
      return new SqlFragment(all + rows.where() + order + held, rows.parameters());
    }
    var limited = rows.where() + order + " limit " + (query.limit() + 1) + " offset ?";
    var text = looksUpLate() ? all + table.joined(limited) + order : all + limited;
    return SqlFragment.of(text + held, rows.with(query.offset()));
  }

  /** Whether each row brings the number of all records, to save a second question. */
  private boolean countsBeside() {
    return query.total() && where.sql().isEmpty() && !table.hasTriggers();
  }

  /**
   * Whether to find the ids of the page first and then its rows. PostgreSQL carries whole rows
   * through a sort and past an offset; SQLite looks them up late by itself.
   */
  private boolean looksUpLate() {
    return !table.hasTriggers()
        && held.isEmpty()
        && (query.offset() >= FAR || !table.hasIndex(query.sort().keys().getFirst().name()));
  }

  private @Nullable Cursor cursor() {
    if (query.cursor() == null || query.limit() == 0) {
      return null;
    }
    if (query.offset() > 0) {
      throw Problem.badRequest("invalid_cursor", "cursor: send a cursor or an offset, not both");
    }
    return Cursor.decode(query.cursor(), query.sort());
  }

  /** What finds the rows that may be on the page, in one or two parts that follow each other. */
  private List<SqlFragment> statements(@Nullable Cursor from) {
    if (query.limit() == 0) {
      return List.of();
    }
    var parts = from == null ? List.of(SqlFragment.TRUE) : from.after();
    return parts.stream().map(this::statement).toList();
  }

  /** The same from a place whose long texts are looked up, if the caller may see them still. */
  private List<SqlFragment> completed(Sql sql, Cursor from) {
    var record = SqlFragment.of("id = ?", from.id()).and(visible);
    var text = table.select(json.columns() + query.sort().columns()) + record.where();
    return sql.first(text, row -> query.sort().place(row, json.width()), record.with())
        .map(found -> statements(from.completed(found)))
        .orElse(statements);
  }

  /** The rows on their way into the sink; one beyond the page tells that there are more. */
  private final class Page<T> {
    private final RecordSink<T> sink;
    private int count;
    private boolean full;
    private boolean more;
    private @Nullable List<@Nullable Object> place;
    private @Nullable Long total;

    Page(RecordSink<T> sink) {
      this.sink = sink;
    }

    void add(Row row) {
      if (full) {
        more = true;
        return;
      }
      if (count == 0 && countsBeside()) {
        total = row.integer(json.width() + query.sort().width() + 1);
      }
      count++;
      sink.add(row);
      full = count == query.limit() || sink.bytes() >= RecordSink.MOST_BYTES;
      if (full) {
        place = query.sort().place(row, json.width());
      }
    }

    @Nullable String nextCursor() {
      return more && place != null ? new Cursor(query.sort(), place).encode() : null;
    }
  }
}
