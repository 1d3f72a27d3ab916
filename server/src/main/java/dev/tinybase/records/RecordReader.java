package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.RowMapper;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.SqlFragment;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads records for a caller, as far as the rule of the action lets through. */
final class RecordReader {
  private final Database database;

  RecordReader(Database database) {
    this.database = database;
  }

  /** One record; an unknown id is a 404, also to those whom the rule would refuse. */
  <T> T get(RecordTable table, AccessCheck access, UUID id, BiFunction<RecordJson, Row, T> form) {
    var json = table.view(access).json();
    var rule = table.readRule();
    if (rule == null || !(access.rule() instanceof AccessRule.When)) {
      RowMapper<T> mapper =
          row -> {
            access.check(row);
            return form.apply(json, row);
          };
      return one(table, id, json.columns(), mapper, id);
    }
    var condition = rule.bind(access.variables());
    var columns = json.columns() + ", case when " + condition.sql() + " then 1 else 0 end";
    RowMapper<T> mapper =
        row -> {
          if (row.integer(json.width() + 1) != 1) {
            throw access.refusal();
          }
          return form.apply(json, row);
        };
    return one(table, id, columns, mapper, condition.with(id));
  }

  /** A list of what the rule lets through and the filter picks. */
  PreparedList prepare(
      RecordTable table, AccessCheck access, Function<RecordView, ListQuery> request) {
    access.enter();
    var query = request.apply(table.view(access));
    var where = visible(table, access);
    if (!query.filter().equals(Filter.EVERYTHING)) {
      var wanted = table.filterSql().compile(query.filter()).bind(access.variables());
      where = where.and(wanted);
    }
    return new PreparedList(database, table, query, where);
  }

  /** The 404. */
  static Problem notFound(RecordTable table, Object id) {
    return Problem.notFound(
        "record_not_found",
        "Record '" + id + "' not found in collection '" + table.collection().name() + "'.");
  }

  private <T> T one(
      RecordTable table,
      UUID id,
      String columns,
      RowMapper<T> mapper,
      @Nullable Object... parameters) {
    var text = table.sql().byId(columns);
    return database
        .read(sql -> sql.first(text, mapper, parameters))
        .orElseThrow(() -> notFound(table, id));
  }

  /** The rule of lists as a condition. */
  private static SqlFragment visible(RecordTable table, AccessCheck access) {
    var rule = table.listRule();
    return switch (access.rule()) {
      case AccessRule.Public _, AccessRule.Authenticated _ -> SqlFragment.TRUE;
      case AccessRule.Owner _ -> SqlFragment.of("owner_id = ?", access.userId());
      case AccessRule.When _ when rule != null -> rule.bind(access.variables());
      case AccessRule.When _, AccessRule.AdminOnly _ -> throw access.refusal();
    };
  }
}
