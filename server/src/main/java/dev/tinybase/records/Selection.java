package dev.tinybase.records;

import dev.tinybase.db.Sql;

/** The records of a list without its bounds: which columns, which rows, in which order. */
record Selection(RecordSql sql, RecordJson json, Ordering ordering, Condition where) {
  /** Adds rows of one part of the order to a page that is not full yet. */
  void fill(Sql connection, Page page, Condition part, long offset) {
    if (page.more()) {
      return;
    }
    var rows = where.and(part);
    connection.each(text(rows, page.limit()), page::add, rows.with(offset));
  }

  /**
   * The statement for one row more than the limit; the offset is its last parameter. The limit is a
   * part of the text, because a plan that is made without it may sort the whole table.
   */
  String text(Condition rows, int limit) {
    return sql.select(json.columns() + ordering.columns())
        + rows.where()
        + ordering.orderBy()
        + " limit "
        + (limit + 1)
        + " offset ?";
  }
}
