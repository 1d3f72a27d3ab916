package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.SqlFragment;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list of what an access rule lets through and a filter picks, checked and ready to be read. */
public final class PreparedList {
  private final Database database;
  private final RecordTable table;
  private final ListQuery query;
  private final SqlFragment where;
  private final List<SqlFragment> statements;

  /**
   * Prepares a list; what the caller may see is checked before what it asks for.
   *
   * @throws Problem 403 where the rule refuses it, 400 for a query that makes no sense
   */
  PreparedList(
      Database database,
      RecordTable table,
      AccessCheck access,
      Function<RecordView, ListQuery> request) {
    this.database = database;
    this.table = table;
    access.enter();
    query = request.apply(table.view(access));
    where = visible(table, access).and(wanted(access));
    statements = parts().stream().map(this::statement).toList();
  }

  /** The rule of lists as a condition. */
  private static SqlFragment visible(RecordTable table, AccessCheck access) {
    var rule = table.listRule();
    return switch (access.rule()) {
      case AccessRule.Public _, AccessRule.Authenticated _ -> SqlFragment.TRUE;
      case AccessRule.Owner _ -> SqlFragment.of("owner_id = ?", access.userId());
      case AccessRule.When _ when rule != null -> rule.bind(access::variables);
      case AccessRule.When _, AccessRule.AdminOnly _ -> throw access.refusal();
    };
  }

  private SqlFragment wanted(AccessCheck access) {
    return query.filter().equals(Filter.EVERYTHING)
        ? SqlFragment.TRUE
        : table.filterSql().compile(query.filter()).bind(access::variables);
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
    for (var statement : statements) {
      if (!page.more) {
        sql.each(statement.sql(), page::add, statement.with());
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
    var text =
        table.select(query.json().columns() + query.sort().columns())
            + rows.where()
            + query.sort().orderBy();
    if (query.limit() == ListQuery.ALL) {
      return new SqlFragment(text, rows.parameters());
    }
    var limit = " limit " + (query.limit() + 1) + " offset ?";
    return SqlFragment.of(text + limit, rows.with(query.offset()));
  }

  /** The rows that may be on the page, in one or two parts that follow each other. */
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
    return Cursor.decode(query.cursor(), query.sort()).after();
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
      return more && place != null ? new Cursor(query.sort(), place).encode() : null;
    }
  }
}
