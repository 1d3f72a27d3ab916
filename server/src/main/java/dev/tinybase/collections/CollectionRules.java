package dev.tinybase.collections;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a request to make or change a collection, beside its schema and options. */
final class CollectionRules {
  private static final int LONGEST_LABEL = 200;

  private CollectionRules() {}

  static void check(NewCollection wish) {
    var errors = new ArrayList<InputError>();
    CollectionNames.problem(wish.name())
        .ifPresent(
            why -> errors.add(InputError.at("string_pattern_mismatch", why, "body", "name")));
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
