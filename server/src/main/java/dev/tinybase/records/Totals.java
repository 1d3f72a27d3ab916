package dev.tinybase.records;

import dev.tinybase.db.Sql;
import dev.tinybase.filters.SqlFragment;

/** How many records a list has in all. */
final class Totals {
  private Totals() {}

  /** The exact number, as cheap as it is to be had. */
  static long count(Sql sql, RecordTable table, SqlFragment where) {
    if (where.sql().isEmpty() && table.sql().isCounted()) {
      return sql.number(
          "select total from _record_counts where collection = ?", table.collection().number());
    }
    return sql.number(table.sql().select("count(*)") + where.where(), where.with());
  }
}
