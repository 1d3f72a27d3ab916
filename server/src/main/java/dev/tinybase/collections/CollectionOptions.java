package dev.tinybase.collections;

import java.util.List;

/**
 * What a collection's {@code options} say.
 *
 * @param access who may do what
 * @param coerce whether values are converted as leniently as the original does
 * @param ignoreUnknown whether unknown keys of a record are dropped instead of refused
 * @param indexes compound indexes
 */
public record CollectionOptions(
    AccessRules access, boolean coerce, boolean ignoreUnknown, List<Index> indexes) {
  public CollectionOptions {
    indexes = List.copyOf(indexes);
  }

  /** The access rules of a collection, one for each action. */
  public record AccessRules(
      AccessRule list, AccessRule read, AccessRule create, AccessRule update, AccessRule delete) {
    /** The original's defaults: everybody reads, accounts create, owners change. */
    public static final AccessRules DEFAULT =
        new AccessRules(
            new AccessRule.Public(),
            new AccessRule.Public(),
            new AccessRule.Authenticated(),
            new AccessRule.Owner(),
            new AccessRule.Owner());
  }

  /** An index over several fields. */
  public record Index(List<Column> columns, boolean unique) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /** A field in an index, with its direction. */
  public record Column(String field, boolean descending) {}
}
