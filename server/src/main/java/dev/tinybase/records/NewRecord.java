package dev.tinybase.records;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record to be made.
 *
 * @param id null to have one made; admins only
 * @param owner {@link Owner#UNSAID} for the caller; others for admins only
 */
public record NewRecord(ObjectNode data, @Nullable UUID id, Owner owner) {
  /** Data alone. */
  public static NewRecord of(ObjectNode data) {
    return new NewRecord(data, null, Owner.UNSAID);
  }
}
