package dev.tinybase.collections;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold of a request to make or change a collection, beside its schema and options. */
final class CollectionRules {
  private static final int LONGEST_LABEL = 200;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final Pattern RESERVED = Pattern.compile("records_\\d+|sqlite_.*|pg_.*");

  private CollectionRules() {}

  static void check(NewCollection wish) {
    var errors = new ArrayList<InputError>();
    name(wish.name(), errors);
    label(wish.label(), errors);
    throwIfAny(errors);
  }

  static void check(Collection before, CollectionUpdate update) {
    var version = update.schemaVersion();
    if (version != null && version != before.schemaVersion()) {
      throw Problem.conflict(
          "schema_version_conflict",
          "The collection '"
              + before.name()
              + "' is at schema_version "
              + before.schemaVersion()
              + ", not "
              + version
              + ": read it again, then repeat the change.");
    }
    if (update.label() != null) {
      var errors = new ArrayList<InputError>();
      label(update.label(), errors);
      throwIfAny(errors);
    }
  }

  /** A collection's name is the name of a view in the database too. */
  private static void name(String name, List<InputError> errors) {
    String why = null;
    if (!NAME.matcher(name).matches()) {
      why =
          "must be a lower-case letter followed by lower-case letters, digits and underscores, at"
              + " most 100 characters in all";
    } else if (RESERVED.matcher(name).matches()) {
      why = "is reserved for tables of the database (records_<number>, sqlite_…, pg_…)";
    }
    if (why != null) {
      errors.add(InputError.at("string_pattern_mismatch", why, "body", "name"));
    }
  }

  private static void label(String label, List<InputError> errors) {
    int length = label.codePointCount(0, label.length());
    if (length == 0 || length > LONGEST_LABEL) {
      errors.add(
          InputError.at(
              "string_length",
              "must have from 1 to " + LONGEST_LABEL + " characters",
              "body",
              "label"));
    }
  }

  private static void throwIfAny(List<InputError> errors) {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }
}
