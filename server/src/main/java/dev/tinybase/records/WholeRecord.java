package dev.tinybase.records;

import dev.tinybase.db.Row;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record with every field, on its way to a caller through {@link ReadHooks}.
 *
 * @param shown the fields that the caller may see
 */
record WholeRecord(UUID id, RecordJson shown, long version, ObjectNode tree) {
  /** The current row of a select of every field. */
  static WholeRecord of(RecordJson whole, RecordJson shown, Row row) {
    return new WholeRecord(
        row.uuid(Columns.ID), shown, row.integer(Columns.VERSION), whole.tree(row));
  }

  /** A record in memory. */
  static WholeRecord of(RecordJson whole, RecordJson shown, StoredRecord record) {
    return new WholeRecord(record.id(), shown, record.version(), whole.tree(record));
  }
}
