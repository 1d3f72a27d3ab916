package dev.tinybase.transfer;

import dev.tinybase.collections.Collection;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.PreparedMutation;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.text.Uuids;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes mutations of a file's entries. An entry is a whole record as exported, with its fields in
 * {@code data}, or the fields themselves with the system's names among them.
 */
final class ImportParser {
  private static final FieldType TIME = new FieldType.DateTime();
  private static final Set<String> RECORD =
      Set.of("id", "collection_id", "owner_id", "data", "created_at", "updated_at");

  private final Function<Mutation, PreparedMutation> prepare;
  private final Collection collection;
  private final ImportOptions options;

  ImportParser(
      Function<Mutation, PreparedMutation> prepare, Collection collection, ImportOptions options) {
    this.prepare = prepare;
    this.collection = collection;
    this.options = options;
  }

  /**
   * Checks one line.
   *
   * @throws Problem when it is no good whatever the database holds
   */
  ImportReader.Line parse(Entry.Data entry) {
    var line = entry.object();
    var owner = line.get("owner_id");
    var id = id(line.get("id"), "id");
    var said = owner == null ? Mutation.Owner.UNSAID : Mutation.Owner.of(id(owner, "owner_id"));
    var created = time(line.get("created_at"), "created_at");
    var updated = time(line.get("updated_at"), "updated_at");
    var create = new Mutation.Create(collection.name(), data(line), id, said, created, updated);
    var mutation =
        switch (options.mode()) {
          case INSERT -> create;
          case UPSERT -> new Mutation.Upsert(options.on(), create);
        };
    return new ImportReader.Line(entry.line(), prepare.apply(mutation));
  }

  /** The fields of a line, without the system's names. */
  private ObjectNode data(ObjectNode line) {
    boolean whole = collection.schema().position("data") < 0 || line.has("id");
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
      return (Instant) FieldValues.convert(TIME, node, false);
    } catch (InvalidValue e) {
      throw wrong(name, e.reason());
    }
  }

  private static Problem wrong(String name, String message) {
    return Problem.invalidRecord(List.of(new FieldError(name, "invalid_value", message)));
  }
}
