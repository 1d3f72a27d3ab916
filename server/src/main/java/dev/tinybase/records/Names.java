package dev.tinybase.records;

import dev.tinybase.schema.Field;
import dev.tinybase.schema.Schema;
import java.util.List;

/** The names of fields that a caller may know of. */
final class Names {
  private Names() {}

  /** Of all fields, or of those that are not hidden. */
  static List<String> visible(Schema schema, boolean hidden) {
    return schema.fields().stream()
        .filter(field -> hidden || !field.hidden())
        .map(Field::name)
        .toList();
  }
}
