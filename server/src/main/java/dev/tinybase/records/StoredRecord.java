package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.schema.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record in memory.
 *
 * @param ownerId null for records that belong to nobody, and so to admins
 * @param version 1 when made, one more after each change
 * @param values by the fields' positions, of the Java types that {@link
 *     dev.tinybase.schema.FieldType} tells; never changed
 */
public record StoredRecord(
    UUID id,
    @Nullable UUID ownerId,
    Instant createdAt,
    Instant updatedAt,
    long version,
    @Nullable Object[] values) {
  /** The current row of a select of all columns ({@link RecordJson} of the whole schema). */
  static StoredRecord of(Row row, Schema schema) {
    var owner = row.textOrNull(Columns.OWNER_ID);
    return new StoredRecord(
        UUID.fromString(row.text(Columns.ID)),
        owner == null ? null : UUID.fromString(owner),
        Instant.parse(row.text(Columns.CREATED_AT)),
        Instant.parse(row.text(Columns.UPDATED_AT)),
        row.integer(Columns.VERSION),
        values(row, schema));
  }

  private static @Nullable Object[] values(Row row, Schema schema) {
    var fields = schema.fields();
    var values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Columns.value(row, Columns.FIRST_FIELD + i, fields.get(i).type().column());
    }
    return values;
  }
}
