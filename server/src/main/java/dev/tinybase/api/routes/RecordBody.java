package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.records.Mutation;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code {"data": {…}}}, where admins may add {@code owner_id} and, to create, {@code id}.
 */
final class RecordBody {
  private static final String ID = "id";
  private static final String DATA = "data";
  private static final String OWNER_ID = "owner_id";

  private RecordBody() {}

  /** A record to be made. */
  static Mutation.Create create(String collection, ObjectNode body) {
    var fields = fields(body, Set.of(DATA, OWNER_ID, ID));
    var id = fields.optionalUuid(ID).orElse(null);
    var create =
        new Mutation.Create(collection, fields.object(DATA), id, owner(fields), null, null);
    fields.check();
    return create;
  }

  /** A change of some fields of a record. */
  static Mutation.Update update(
      String collection, UUID id, ObjectNode body, @Nullable Long version) {
    var fields = fields(body, Set.of(DATA, OWNER_ID));
    var update = new Mutation.Update(collection, id, fields.object(DATA), owner(fields), version);
    fields.check();
    return update;
  }

  private static Mutation.Owner owner(Fields fields) {
    return fields.sent(OWNER_ID)
        ? Mutation.Owner.of(fields.optionalUuid(OWNER_ID).orElse(null))
        : Mutation.Owner.UNSAID;
  }

  private static Fields fields(ObjectNode body, Set<String> known) {
    var fields = Fields.of(body);
    for (var name : body.propertyNames()) {
      if (!known.contains(name)) {
        fields.refuse(
            name,
            "extra_forbidden",
            "does not belong here: the fields of a record go into 'data', as in {\"data\": {…}}");
      }
    }
    return fields;
  }
}
