package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.filters.RecordStates;
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
    return new StoredRecord(
        row.uuid(Columns.ID),
        row.uuidOrNull(Columns.OWNER_ID),
        row.instant(Columns.CREATED_AT),
        row.instant(Columns.UPDATED_AT),
        row.integer(Columns.VERSION),
        values(row, schema));
  }

  /** This record after a change. */
  StoredRecord changed(@Nullable UUID owner, Instant time, @Nullable Object[] newValues) {
    return new StoredRecord(id, owner, createdAt, time, version + 1, newValues);
  }

  /** What filters read of it. */
  RecordStates.FieldValues states(Schema schema) {
    return name ->
        switch (name) {
          case "id" -> id;
          case "owner_id" -> ownerId;
          case "created_at" -> createdAt;
          case "updated_at" -> updatedAt;
          default -> values[schema.position(name)];
        };
  }

  private static @Nullable Object[] values(Row row, Schema schema) {
    var fields = schema.fields();
    var values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(Columns.FIRST_FIELD + i, fields.get(i).type().column());
    }
    return values;
  }
}
