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
    // The limit is part of the text: a plan that is made without it may sort the whole table.
    var text =
        sql.select(json.columns() + ordering.columns())
            + rows.where()
            + ordering.orderBy()
            + " limit "
            + (page.limit() + 1)
            + " offset ?";
    connection.each(text, page::add, rows.with(offset));
  }
}
