package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.RowMapper;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads records for a caller, as far as the gate of the action lets through. */
final class RecordReader {
  private final Database database;

  RecordReader(Database database) {
    this.database = database;
  }

  /** One record; an unknown id is a 404, also to those whom the rule would refuse. */
  RecordDocument get(RecordTable table, Gate gate, UUID id) {
    var json = table.view(gate).json();
    var rule = table.readRule();
    if (rule == null || !(gate.rule() instanceof AccessRule.When)) {
      return one(table, id, json.columns(), row -> worded(row, json, gate), id);
    }
    var condition = rule.bind(gate.variables());
    var columns = json.columns() + ", case when " + condition.sql() + " then 1 else 0 end";
    var parameters = Condition.of(condition).with(id);
    return one(table, id, columns, row -> filtered(row, json, gate), parameters);
  }

  /** One page of a list, as the whole reply. */
  byte[] list(RecordTable table, Gate gate, ListRequest request) {
    gate.enter();
    var view = table.view(gate);
    var ordering = view.ordering(request.sort());
    var where = visible(table, gate).and(wanted(table, view, gate, request));
    var selection = new Selection(table.sql(), view.json(request.fields()), ordering, where);
    var parts = parts(request, ordering);
    return database.read(sql -> {
      var page = new Page(selection.json(), ordering, request.limit());
      parts.forEach(part -> selection.fill(sql, page, part, request.offset()));
      var total = request.total() ? Totals.count(sql, table, where, page, request) : null;
      return page.finish(total, request.offset());
    });
  }

  /** The 404. */
  static Problem notFound(RecordTable table, UUID id) {
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

  private static RecordDocument worded(Row row, RecordJson json, Gate gate) {
    gate.check(row);
    return json.document(row);
  }

  private static RecordDocument filtered(Row row, RecordJson json, Gate gate) {
    if (row.integer(json.width() + 1) != 1) {
      throw gate.refusal();
    }
    return json.document(row);
  }

  /** The rule of lists as a condition. */
  private static Condition visible(RecordTable table, Gate gate) {
    var rule = table.listRule();
    return switch (gate.rule()) {
      case AccessRule.Public _, AccessRule.Authenticated _ -> Condition.TRUE;
      case AccessRule.Owner _ -> Condition.of("owner_id = ?", gate.userId());
      case AccessRule.When _ when rule != null -> Condition.of(rule.bind(gate.variables()));
      case AccessRule.When _, AccessRule.AdminOnly _ -> throw gate.refusal();
    };
  }

  private static Condition wanted(
      RecordTable table, RecordView view, Gate gate, ListRequest request) {
    var filter = view.filter(request.filter());
    return filter.equals(Filter.EVERYTHING)
        ? Condition.TRUE
        : Condition.of(table.filterSql().compile(filter).bind(gate.variables()));
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
