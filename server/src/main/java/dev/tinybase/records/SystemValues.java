package dev.tinybase.records;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.BadValue;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Values;
import dev.tinybase.text.Uuids;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a line of an import says beside its data. A line is a whole record as exported, with its
 * fields in {@code data}, or the fields themselves with the system's names among them.
 */
record SystemValues(
    @Nullable UUID id, Owner owner, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
  private static final FieldType TIME = new FieldType.DateTime();
  private static final Set<String> RECORD =
      Set.of("id", "collection_id", "owner_id", "data", "created_at", "updated_at");

  static SystemValues of(ObjectNode line) {
    var owner = line.get("owner_id");
    return new SystemValues(
        id(line.get("id"), "id"),
        owner == null ? Owner.UNSAID : Owner.of(id(owner, "owner_id")),
        time(line.get("created_at"), "created_at"),
        time(line.get("updated_at"), "updated_at"));
  }

  /** The fields of a line, without the system's names. */
  static ObjectNode data(ObjectNode line, Schema schema) {
    boolean whole = schema.position("data") < 0 || line.has("id");
    if (whole
        && line.get("data") instanceof ObjectNode data
        && RECORD.containsAll(line.propertyNames())) {
      return data;
    }
    for (var name : RECORD) {
      if (!name.equals("data")) {
        line.remove(name);
      }
    }
    return line;
  }

  private static @Nullable UUID id(@Nullable JsonNode node, String name) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw wrong(name, "must be a UUID");
    }
    return Uuids.parse(node.stringValue()).orElseThrow(() -> wrong(name, "must be a UUID"));
  }

  private static @Nullable Instant time(@Nullable JsonNode node, String name) {
    if (node == null || node.isNull()) {
      return null;
    }
    try {
      return (Instant) Values.convert(TIME, node, false);
    } catch (BadValue e) {
      throw wrong(name, e.reason());
    }
  }

  private static Problem wrong(String name, String message) {
    return Problem.invalidRecord(List.of(new FieldError(name, "invalid_value", message)));
  }
}
