package dev.tinybase.records;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sort with its SQL: the clause, and the columns from which a cursor is made. */
final class Ordering {
  private final Sort sort;
  private final String orderBy;
  private final List<Sort.Key> selected;
  private final String columns;

  Ordering(Sort sort, Dialect dialect) {
    this.sort = sort;
    orderBy = sort.orderBy(dialect);
    selected = sort.keys().stream().filter(key -> Columns.system(key.name()) == 0).toList();
    columns =
        selected.stream()
            .map(key -> ", " + dialect.select(key.type(), RecordSql.column(dialect, key.name())))
            .collect(Collectors.joining());
  }

  Sort sort() {
    return sort;
  }

  /** {@code order by …}. */
  String orderBy() {
    return orderBy;
  }

  /** What to select after a record's columns, each with a comma before it. */
  String columns() {
    return columns;
  }

  /** The values of the current row's keys, selected after so many columns. */
  List<@Nullable Object> place(Row row, int width) {
    var values = new ArrayList<@Nullable Object>();
    for (var key : sort.keys()) {
      int system = Columns.system(key.name());
      int column = system == 0 ? width + 1 + selected.indexOf(key) : system;
      values.add(row.value(column, key.type()));
    }
    return values;
  }
}
