package dev.tinybase.collections;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first records that stand in the way of a change of the schema. */
final class ConversionErrors {
  private static final int MOST = 5;
  private static final int LONGEST = 80;

  private final String field;
  private final String change;
  private final List<String> found = new ArrayList<>();

  /**
   * None so far.
   *
   * @param change what cannot be done, as the beginning of a sentence
   */
  ConversionErrors(String field, String change) {
    this.field = field;
    this.change = change;
  }

  /** Notes one; after the fifth the search ends with the problem. */
  void add(String id, @Nullable Object value, InvalidValue refused) {
    add("record " + id + " has " + shown(value) + ", which " + refused.rule());
  }

  /** Notes something that concerns several records. */
  void add(String sentence) {
    found.add(sentence);
    if (found.size() == MOST) {
      throwIfAny();
    }
  }

  /** The 400 that names them. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      var detail = change + ": " + String.join("; ", found) + ". Nothing was changed.";
      var errors =
          found.stream().map(text -> new FieldError(field, "existing_records", text)).toList();
      throw Problem.badRequest("existing_records", detail, errors);
    }
  }

  static String shown(@Nullable Object value) {
    return Texts.abbreviate(Json.text(FieldValues.node(value)), LONGEST);
  }
}
