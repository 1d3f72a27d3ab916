package dev.tinybase.collections;

import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection as it stands in one version of its schema; immutable.
 *
 * @param number names its table, {@code records_<number>}
 * @param schemaVersion grows with each change of schema or options
 * @param schema the compiled fields
 * @param options the compiled options
 * @param validator checks the data of records; compiled once for this version
 * @param schemaJson the schema in the {@code fields} form, as answered on the wire
 * @param optionsJson the options as answered on the wire
 */
public record Collection(
    int number,
    UUID id,
    String name,
    String label,
    int schemaVersion,
    Schema schema,
    CollectionOptions options,
    RecordValidator validator,
    ObjectNode schemaJson,
    JsonNode optionsJson,
    Instant createdAt,
    Instant updatedAt) {
  /** What admins, or everybody else, may know of its records. */
  public Visibility visibility(boolean admin) {
    return schema.visibility(admin);
  }

  /** The name of the table that holds its records. */
  public String table() {
    return "records_" + number;
  }
}
