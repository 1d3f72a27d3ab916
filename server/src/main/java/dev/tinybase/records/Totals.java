package dev.tinybase.records;

import dev.tinybase.db.Sql;

/** How many records a list has in all. */
final class Totals {
  private Totals() {}

  /** The exact number, as cheap as it is to be had. */
  static long count(Sql sql, RecordTable table, Condition where, Page page, ListRequest request) {
    if (isLast(page, request)) {
      return request.offset() + page.count();
    }
    if (where.sql().isEmpty() && table.sql().isCounted()) {
      return sql.number(
          "select total from _record_counts where collection = ?", table.collection().number());
    }
    return sql.number(table.sql().select("count(*)") + where.where(), where.with());
  }

  /** Whether the page shows the list's end, so that its place and length tell the total. */
  private static boolean isLast(Page page, ListRequest request) {
    return request.limit() > 0
        && request.cursor() == null
        && !page.more()
        && (page.count() > 0 || request.offset() == 0);
  }
}
