package dev.tinybase.api.routes;

import static dev.tinybase.api.routes.RecordRoutes.DATA;
import static dev.tinybase.api.routes.RecordRoutes.ID;
import static dev.tinybase.api.routes.RecordRoutes.OWNER_ID;

import dev.tinybase.api.ETags;
import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.Mutation;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the operations of a batch.
 *
 * @param isUser whether an id is a user's, for owners that admins name
 */
record BatchOperationReader(Request request, Predicate<UUID> isUser) {
  private static final String COLLECTION = "collection";
  private static final String OP = "op";
  private static final String ON = "on";
  private static final String IF_MATCH = "if_match";
  private static final int LONGEST = 255;

  private enum Op {
    CREATE,
    UPDATE,
    REPLACE,
    UPSERT,
    DELETE
  }

  /**
   * The mutation that an operation is; a 422 with all that is wrong with it, 412 for a tag that
   * names no version.
   *
   * @param index its place in the batch
   */
  Mutation read(JsonNode operation, int index) {
    var loc = List.of("body", "operations", Integer.toString(index));
    if (!(operation instanceof ObjectNode object)) {
      throw Problem.invalid(new InputError("dict_type", loc, "must be an object", null));
    }
    var fields = Fields.of(object, loc);
    var op = fields.choice(OP, Op.values());
    fields.check();
    fields.only(members(op));
    var collection = fields.text(COLLECTION, 1, LONGEST);
    var mutation =
        switch (op) {
          case CREATE -> create(fields, collection);
          case UPDATE -> update(fields, collection);
          case REPLACE -> replace(fields, collection);
          case UPSERT ->
              new Mutation.Upsert(
                  fields.optionalText(ON, 1, LONGEST).orElse(ID), create(fields, collection));
          case DELETE -> new Mutation.Delete(collection, fields.uuid(ID), version(fields));
        };
    fields.check();
    return mutation;
  }

  private static String[] members(Op op) {
    return switch (op) {
      case CREATE -> new String[] {COLLECTION, OP, DATA, ID, OWNER_ID};
      case UPDATE, REPLACE -> new String[] {COLLECTION, OP, ID, DATA, OWNER_ID, IF_MATCH};
      case UPSERT -> new String[] {COLLECTION, OP, ON, DATA, ID, OWNER_ID};
      case DELETE -> new String[] {COLLECTION, OP, ID, IF_MATCH};
    };
  }

  private Mutation.Create create(Fields fields, String collection) {
    return new Mutation.Create(
        collection,
        fields.object(DATA),
        fields.optionalUuid(ID).orElse(null),
        owner(fields),
        null,
        null);
  }

  private Mutation update(Fields fields, String collection) {
    return new Mutation.Update(
        collection, fields.uuid(ID), fields.object(DATA), owner(fields), version(fields));
  }

  private Mutation replace(Fields fields, String collection) {
    return new Mutation.Replace(
        collection, fields.uuid(ID), fields.object(DATA), owner(fields), version(fields));
  }

  private Mutation.Owner owner(Fields fields) {
    return RecordRoutes.owner(request, fields, isUser);
  }

  private static @Nullable Long version(Fields fields) {
    return fields
        .optionalText(IF_MATCH, 1, LONGEST)
        .filter(tag -> !tag.equals("*"))
        .map(ETags::version)
        .orElse(null);
  }
}
