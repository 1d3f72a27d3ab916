package dev.tinybase.api;

import dev.tinybase.collections.Collection;
import dev.tinybase.schema.RecordJsonSchema;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection as the OpenAPI document shows it.
 *
 * @param name its name in paths
 * @param label its name for people
 * @param version changes whenever the schema does
 * @param read makes the JSON Schema (2020-12) of its records' {@code data} in answers
 * @param write makes the JSON Schema of the {@code data} that may be sent
 */
public record LiveCollection(
    String name, String label, int version, Supplier<ObjectNode> read, Supplier<ObjectNode> write) {
  /** A collection as people see it who are no admins. */
  public static LiveCollection of(Collection collection) {
    var visibility = collection.visibility(false);
    return new LiveCollection(
        collection.name(),
        collection.label(),
        collection.schemaVersion(),
        () -> RecordJsonSchema.of(visibility, RecordJsonSchema.Form.READ),
        () -> RecordJsonSchema.of(visibility, RecordJsonSchema.Form.WRITE));
  }
}
