package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.collections.Collection;
import dev.tinybase.schema.RecordJsonSchema;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection as the OpenAPI document shows it.
 *
 * @param shownTo whether a caller may know of its schema
 * @param name its name in paths
 * @param label its name for people
 * @param version changes whenever the schema does
 * @param read makes the JSON Schema (2020-12) of its records' {@code data} in answers
 * @param write makes the JSON Schema of the {@code data} that may be sent
 */
public record LiveCollection(
    String name,
    String label,
    int version,
    Predicate<Principal> shownTo,
    Supplier<ObjectNode> read,
    Supplier<ObjectNode> write) {
  /**
   * A collection as people see it who are no admins.
   *
   * @param publicSchema whether everybody may know of its schema
   */
  public static LiveCollection of(Collection collection, boolean publicSchema) {
    var visibility = collection.visibility(false);
    return new LiveCollection(
        collection.name(),
        collection.label(),
        collection.schemaVersion(),
        principal -> publicSchema || isListed(collection, principal),
        () -> RecordJsonSchema.of(visibility, RecordJsonSchema.Form.READ),
        () -> RecordJsonSchema.of(visibility, RecordJsonSchema.Form.WRITE));
  }

  /** Whether the caller may list the collection's records, were it none of them. */
  public static boolean isListed(Collection collection, Principal principal) {
    return principal.isAdminFor(Scope.RECORDS_READ)
        || collection.options().access().list().admits(principal.userId() != null);
  }
}
