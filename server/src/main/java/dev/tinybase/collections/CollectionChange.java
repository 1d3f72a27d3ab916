package dev.tinybase.collections;

import java.util.List;
import java.util.Map;

/**
 * What was done to a collection, or in a dry run would be.
 *
 * @param collection as it is afterwards
 * @param created whether it was not there before
 * @param steps empty where everything was as wished already
 * @param records in a dry run, for each step that is about a field: how many records it concerns,
 *     of which those that a dropped field has values in lose them
 */
public record CollectionChange(
    Collection collection, boolean created, List<SchemaStep> steps, Map<SchemaStep, Long> records) {
  public CollectionChange {
    steps = List.copyOf(steps);
    records = Map.copyOf(records);
  }

  /** A change that nobody has counted the records of. */
  public CollectionChange(Collection collection, boolean created, List<SchemaStep> steps) {
    this(collection, created, steps, Map.of());
  }
}
