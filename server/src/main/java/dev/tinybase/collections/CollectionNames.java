package dev.tinybase.collections;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which names a collection may have: they are names of views in the database too. */
final class CollectionNames {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern RESERVED = Pattern.compile("records_\\d+|sqlite_.*|pg_.*");

  /** PostgreSQL cuts longer identifiers. */
  private static final int MOST = 63;

  private CollectionNames() {}

  /** Why a name is refused; empty for a good one. */
  static Optional<String> problem(String name) {
    if (name.isEmpty() || name.length() > 100 || !FORM.matcher(name).matches()) {
      return Optional.of(
          "must be a lower-case letter followed by lower-case letters, digits and underscores, at"
              + " most 100 characters in all");
    }
    if (RESERVED.matcher(name).matches()) {
      return Optional.of(
          "is reserved for tables of the database (records_<number>, sqlite_…, pg_…)");
    }
    return Optional.empty();
  }

  /** The name of the view that shows the collection to people who write SQL. */
  static String view(String name, int number) {
    var tail = "_" + number;
    return name.length() <= MOST ? name : name.substring(0, MOST - tail.length()) + tail;
  }
}
