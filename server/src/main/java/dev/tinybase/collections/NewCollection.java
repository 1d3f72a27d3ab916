package dev.tinybase.collections;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A collection to be made.
 *
 * @param schema the {@code fields} form or a JSON Schema
 * @param options JSON null for the defaults
 */
public record NewCollection(String name, String label, JsonNode schema, JsonNode options) {
  private static final int LONGEST_LABEL = 200;

  /** A collection's name is the name of a view in the database too. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

  private static final Pattern RESERVED = Pattern.compile("records_\\d+|sqlite_.*|pg_.*");

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Refuses a bad name or label with 422. */
  public void check() {
    var errors = new ArrayList<InputError>();
    if (!isName(name)) {
      errors.add(
          badName(
              "must be a lower-case letter followed by lower-case letters, digits and underscores,"
                  + " at most 100 characters in all"));
    } else if (RESERVED.matcher(name).matches()) {
      errors.add(
          badName("is reserved for tables of the database (records_<number>, sqlite_…, pg_…)"));
    }
    checkLabel(label, errors);
  }

  private static InputError badName(String why) {
    return InputError.at("string_pattern_mismatch", why, "body", "name");
  }

  /** Refuses a bad label, or what was found before, with 422. */
  static void checkLabel(@Nullable String label, List<InputError> errors) {
    int length = label == null ? 1 : label.codePointCount(0, label.length());
    if (length == 0 || length > LONGEST_LABEL) {
      errors.add(
          InputError.at(
              "string_length",
              "must have from 1 to " + LONGEST_LABEL + " characters",
              "body",
              "label"));
    }
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }
}
