package dev.tinybase.collections;

import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.schema.SchemaJson;
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
  /** Compiles what is stored of a collection; its options are read against its schema. */
  static Collection of(
      int number,
      UUID id,
      String name,
      String label,
      int schemaVersion,
      Schema schema,
      JsonNode optionsJson,
      Instant createdAt,
      Instant updatedAt) {
    var options = OptionsParser.parse(optionsJson, schema);
    var validator =
        new RecordValidator(
            schema,
            options.coerce(),
            options.ignoreUnknown(),
            TableIndex.mostBytes(schema, options));
    return new Collection(
        number,
        id,
        name,
        label,
        schemaVersion,
        schema,
        options,
        validator,
        SchemaJson.of(schema),
        optionsJson,
        createdAt,
        updatedAt);
  }

  /** What admins, or everybody else, may know of its records. */
  public Visibility visibility(boolean admin) {
    return schema.visibility(admin);
  }

  /** The same with the number that the database gave it. */
  Collection numbered(int given) {
    return new Collection(
        given,
        id,
        name,
        label,
        schemaVersion,
        schema,
        options,
        validator,
        schemaJson,
        optionsJson,
        createdAt,
        updatedAt);
  }

  /** The name of the table that holds its records. */
  public String table() {
    return "records_" + number;
  }
}
