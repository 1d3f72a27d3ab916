package dev.tinybase.records;

import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import dev.tinybase.filters.FilterEvaluator.RecordStates;
import dev.tinybase.json.Json;
import dev.tinybase.schema.RecordPatch;
import dev.tinybase.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  StoredRecord changed(@Nullable UUID owner, Instant time, @Nullable Object[] newValues) {
    return new StoredRecord(id, owner, createdAt, time, version + 1, newValues);
  }

  /**
   * Puts what its columns hold into parameters from a place on, in the order of {@link Columns}.
   */
  void copyTo(@Nullable Object[] parameters, int at) {
    parameters[at] = id;
    parameters[at + 1] = ownerId;
    parameters[at + 2] = createdAt;
    parameters[at + 3] = updatedAt;
    parameters[at + 4] = version;
    System.arraycopy(values, 0, parameters, at + Columns.FIRST_FIELD - 1, values.length);
  }

  @Nullable Object[] patched(RecordPatch patch) {
    var patched = values.clone();
    var positions = patch.positions();
    var news = patch.values(values);
    for (int i = 0; i < positions.length; i++) {
      patched[positions[i]] = news[i];
    }
    return patched;
  }

  /** The positions of the values that are not the same as before. */
  List<Integer> changedSince(StoredRecord before) {
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < values.length; i++) {
      if (!same(before.values[i], values[i])) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** Whether nothing but version and time differs. */
  boolean hasContentOf(StoredRecord before) {
    return changedSince(before).isEmpty() && Objects.equals(ownerId, before.ownerId);
  }

  /** Whether two values mean the same: PostgreSQL writes JSON in its own way. */
  private static boolean same(@Nullable Object old, @Nullable Object made) {
    if (old instanceof JsonText(var before) && made instanceof JsonText(var after)) {
      return before.equals(after) || Json.trusted(before).equals(Json.trusted(after));
    }
    if (old instanceof BigDecimal before && made instanceof BigDecimal after) {
      return before.compareTo(after) == 0;
    }
    return Objects.equals(old, made);
  }

  /** How many bytes its texts take in memory, roughly. */
  long bytes() {
    long bytes = 0;
    for (var value : values) {
      bytes +=
          value instanceof String text
              ? text.length()
              : value instanceof JsonText(var json) ? json.length() : 0;
    }
    return bytes;
  }

  /** What filters read of it. */
  RecordStates.State states(Schema schema) {
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
