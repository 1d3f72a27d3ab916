package dev.tinybase.records;

import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a record.
 *
 * @param data the fields
 * @param owner who it belongs to from now on; admins only
 * @param precondition what the change expects of the record's version
 */
public record RecordChange(ObjectNode data, Owner owner, Precondition precondition) {
  /** Data alone, whatever the version. */
  public static RecordChange of(ObjectNode data) {
    return new RecordChange(data, Owner.UNSAID, Precondition.NONE);
  }
}
