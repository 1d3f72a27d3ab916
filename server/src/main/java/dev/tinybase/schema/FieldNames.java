package dev.tinybase.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names a field may have: they are names of columns too. */
final class FieldNames {
  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  /** PostgreSQL's system columns, and SQLite's name for the row's number. */
  private static final Set<String> DATABASES =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid");

  private FieldNames() {}

  /** Why a name is refused; empty for a good one. */
  static Optional<String> problem(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(name).matches()) {
      return Optional.of(
          "a name is a letter followed by at most 62 letters, digits and underscores");
    }
    if (Schema.SYSTEM_NAMES.contains(lower)) {
      return Optional.of("every record has '" + lower + "' by itself; choose another name");
    }
    if (DATABASES.contains(lower)) {
      return Optional.of("the name is reserved by the database; choose another");
    }
    return Optional.empty();
  }
}
