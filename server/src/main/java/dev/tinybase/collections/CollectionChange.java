package dev.tinybase.collections;

import java.util.List;

/**
 * What was done to a collection, or in a dry run would be.
 *
 * @param collection as it is afterwards
 * @param created whether it was not there before
 * @param steps empty where everything was as wished already
 */
public record CollectionChange(Collection collection, boolean created, List<SchemaStep> steps) {
  public CollectionChange {
    steps = List.copyOf(steps);
  }
}
