package dev.tinybase.delivery;

import dev.tinybase.filters.FilterEvaluator.RecordStates;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What filters read of a record in JSON, as the change log keeps it. */
record RecordState(Schema schema, JsonNode record) implements RecordStates.State {
  @Override
  public @Nullable Object value(String column) {
    return switch (column) {
      case "id", "owner_id" -> {
        @Nullable String id = record.path(column).stringValue(null);
        yield id == null ? null : UUID.fromString(id);
      }
      case "created_at", "updated_at" -> Instant.parse(record.path(column).stringValue(""));
      default -> field(column);
    };
  }

  /** A value that is none of its type was written under an older schema, and is none any more. */
  private @Nullable Object field(String name) {
    var field = schema.field(name);
    var value = record.path("data").path(name);
    if (field == null || value.isNull() || value.isMissingNode()) {
      return null;
    }
    try {
      return FieldValues.convert(field.type(), value, false);
    } catch (InvalidValue _) {
      return null;
    }
  }
}
