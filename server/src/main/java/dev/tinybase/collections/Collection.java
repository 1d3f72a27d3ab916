package dev.tinybase.collections;

import dev.tinybase.filters.Filter;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.schema.SchemaJson;
import dev.tinybase.schema.SchemaParser;
import java.time.Instant;
import java.util.List;
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
    Options options,
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

  /** Whether its schema is the one that a declaration asks for. */
  public boolean hasSchema(JsonNode declared) {
    return SchemaJson.of(SchemaParser.parse(declared).schema()).equals(schemaJson);
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

  /**
   * What a collection's {@code options} say.
   *
   * @param coerce whether values are converted as leniently as the original does
   * @param ignoreUnknown whether unknown keys of a record are dropped instead of refused
   */
  public record Options(
      AccessRules access, boolean coerce, boolean ignoreUnknown, List<Index> indexes) {
    public Options {
      indexes = List.copyOf(indexes);
    }
  }

  /** An index over several fields. */
  public record Index(List<Column> columns, boolean unique) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /** A field in an index, with its direction. */
  public record Column(String field, boolean descending) {}

  /** The access rules, one for each action. */
  public record AccessRules(
      AccessRule list, AccessRule read, AccessRule create, AccessRule update, AccessRule delete) {
    /** What is left out is private: accounts create, and everything else is the owner's. */
    public static final AccessRules DEFAULT =
        new AccessRules(
            new AccessRule.Owner(),
            new AccessRule.Owner(),
            new AccessRule.Authenticated(),
            new AccessRule.Owner(),
            new AccessRule.Owner());
  }

  /** Who may do one action on the records. Admins always may. */
  public sealed interface AccessRule {
    /** Whether callers with or without an account come to some record at least. */
    default boolean admits(boolean account) {
      return switch (this) {
        case Public _, When _ -> true;
        case Authenticated _, Owner _ -> account;
        case AdminOnly _ -> false;
      };
    }

    /** Everybody. */
    record Public() implements AccessRule {}

    /** Everybody with an account. */
    record Authenticated() implements AccessRule {}

    /** The record's owner; on lists it narrows the list to one's own. */
    record Owner() implements AccessRule {}

    /** Nobody but admins. */
    record AdminOnly() implements AccessRule {}

    /** Those for whom the filter holds on the record. */
    record When(Filter filter) implements AccessRule {}
  }
}
