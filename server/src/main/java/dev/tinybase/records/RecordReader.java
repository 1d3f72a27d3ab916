package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.RowMapper;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads records for a caller, as far as the rule of the action lets through. */
final class RecordReader {
  private final Database database;

  RecordReader(Database database) {
    this.database = database;
  }

  /** One record; an unknown id is a 404, also to those whom the rule would refuse. */
  RecordDocument get(RecordTable table, AccessCheck access, UUID id) {
    var json = table.view(access).json();
    var rule = table.readRule();
    if (rule == null || !(access.rule() instanceof AccessRule.When)) {
      return one(table, id, json.columns(), row -> worded(row, json, access), id);
    }
    var condition = rule.bind(access.variables());
    var columns = json.columns() + ", case when " + condition.sql() + " then 1 else 0 end";
    var parameters = Condition.of(condition).with(id);
    return one(table, id, columns, row -> filtered(row, json, access), parameters);
  }

  /** One page of a list, as the whole reply. */
  byte[] list(RecordTable table, AccessCheck access, ListRequest request) {
    access.enter();
    var view = table.view(access);
    var ordering = view.ordering(request.sort());
    var where = visible(table, access).and(wanted(table, view, access, request));
    var selection = new Selection(table.sql(), view.json(request.fields()), ordering, where);
    var parts = parts(request, ordering);
    return database.read(sql -> {
      var page = new Page(selection.json(), ordering, request.limit());
      parts.forEach(part -> selection.fill(sql, page, part, request.offset()));
      var total = request.total() ? total(sql, table, where, page, request) : null;
      return page.finish(total, request.offset());
    });
  }

  /** The exact number; a page that shows the list's end tells it by its place and length. */
  private Long total(Sql sql, RecordTable table, Condition where, Page page, ListRequest request) {
    boolean isEnd = request.limit() > 0 && request.cursor() == null && !page.more();
    return isEnd && (page.count() > 0 || request.offset() == 0)
        ? request.offset() + page.count()
        : table.totals().count(sql, table, where, !database.inTransaction());
  }

  /** The 404. */
  static Problem notFound(RecordTable table, Object id) {
    return Problem.notFound(
        "record_not_found",
        "Record '" + id + "' not found in collection '" + table.collection().name() + "'.");
  }

  private RecordDocument one(
      RecordTable table,
      UUID id,
      String columns,
      RowMapper<RecordDocument> mapper,
      @Nullable Object... parameters) {
    var text = table.sql().byId(columns);
    return database
        .read(sql -> sql.first(text, mapper, parameters))
        .orElseThrow(() -> notFound(table, id));
  }

  private static RecordDocument worded(Row row, RecordJson json, AccessCheck access) {
    access.check(row);
    return json.document(row);
  }

  private static RecordDocument filtered(Row row, RecordJson json, AccessCheck access) {
    if (row.integer(json.width() + 1) != 1) {
      throw access.refusal();
    }
    return json.document(row);
  }

  /** The rule of lists as a condition. */
  private static Condition visible(RecordTable table, AccessCheck access) {
    var rule = table.listRule();
    return switch (access.rule()) {
      case AccessRule.Public _, AccessRule.Authenticated _ -> Condition.TRUE;
      case AccessRule.Owner _ -> Condition.of("owner_id = ?", access.userId());
      case AccessRule.When _ when rule != null -> Condition.of(rule.bind(access.variables()));
      case AccessRule.When _, AccessRule.AdminOnly _ -> throw access.refusal();
    };
  }

  private static Condition wanted(
      RecordTable table, RecordView view, AccessCheck access, ListRequest request) {
    var filter = view.filter(request.filter());
    return filter.equals(Filter.EVERYTHING)
        ? Condition.TRUE
        : Condition.of(table.filterSql().compile(filter).bind(access.variables()));
  }

  private List<Condition> parts(ListRequest request, Ordering ordering) {
    if (request.limit() == 0) {
      return List.of();
    }
    if (request.cursor() == null) {
      return List.of(Condition.TRUE);
    }
    if (request.offset() > 0) {
      throw Problem.badRequest("invalid_cursor", "cursor: send a cursor or an offset, not both");
    }
    var place = Cursor.decode(request.cursor(), ordering.sort());
    return Keyset.after(ordering.sort(), place, database.dialect());
  }
}
