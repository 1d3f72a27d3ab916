package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.records.NewRecord;
import dev.tinybase.records.Owner;
import dev.tinybase.records.Precondition;
import dev.tinybase.records.RecordChange;
import java.util.Set;
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
  static NewRecord draft(ObjectNode body) {
    var fields = fields(body, Set.of(DATA, OWNER_ID, ID));
    var draft =
        new NewRecord(fields.object(DATA), fields.optionalUuid(ID).orElse(null), owner(fields));
    fields.check();
    return draft;
  }

  /** A change of a record. */
  static RecordChange change(ObjectNode body, Precondition precondition) {
    var fields = fields(body, Set.of(DATA, OWNER_ID));
    var change = new RecordChange(fields.object(DATA), owner(fields), precondition);
    fields.check();
    return change;
  }

  private static Owner owner(Fields fields) {
    return fields.sent(OWNER_ID)
        ? Owner.of(fields.optionalUuid(OWNER_ID).orElse(null))
        : Owner.UNSAID;
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
