package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.schema.Schema;
import java.util.List;
import java.util.function.Predicate;

/**
 * A collection as the OpenAPI document shows it.
 *
 * @param shownTo whether a caller may know of its schema
 * @param name its name in paths
 * @param label its name for people
 * @param version changes whenever the schema does
 * @param hidesRecords whether a caller who is no admin may change records that they may not read
 * @param schema its fields
 */
public record LiveCollection(
    String name,
    String label,
    int version,
    Predicate<Principal> shownTo,
    boolean hidesRecords,
    Schema schema) {
  /**
   * A collection as it stands.
   *
   * @param publicSchema whether everybody may know of its schema
   */
  public static LiveCollection of(Collection collection, boolean publicSchema) {
    return new LiveCollection(
        collection.name(),
        collection.label(),
        collection.schemaVersion(),
        principal -> publicSchema || isListed(collection, principal),
        hides(collection.options().access().read()),
        collection.schema());
  }

  private static boolean hides(AccessRule read) {
    return switch (read) {
      case AccessRule.Owner _, AccessRule.When _, AccessRule.AdminOnly _ -> true;
      case AccessRule.Public _, AccessRule.Authenticated _ -> false;
    };
  }

  /**
   * What to add to the sentence about an unknown collection: the nearest name of those that the
   * caller may know of, if one is near.
   */
  static String hint(String unknown, List<LiveCollection> all, Principal caller) {
    var known =
        all.stream()
            .filter(collection -> collection.shownTo().test(caller))
            .map(LiveCollection::name)
            .toList();
    return DidYouMean.hint(unknown, known);
  }

  /** Whether the caller may list the collection's records, were it none of them. */
  public static boolean isListed(Collection collection, Principal principal) {
    return principal.isAdminFor(Scope.RECORDS_READ)
        || collection.options().access().list().admits(principal.userId() != null);
  }
}
