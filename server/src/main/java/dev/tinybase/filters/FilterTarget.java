package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;

/**
 * What the key of a condition names, with what is needed to choose its operators and values.
 *
 * @param type the type that values it is compared with are read as; JSON for any scalar
 */
record FilterTarget(Operand operand, Kind kind, ColumnType type) {
  enum Kind {
    /** A single value. */
    SCALAR,
    /** A value inside JSON, of whatever type it turns out to have. */
    ANY,
    /** A list whose items have the type. */
    LIST
  }

  static FilterTarget column(String name, ColumnType type, Filter.Source source) {
    var path = new FieldPath.Column(name, type);
    return new FilterTarget(new Operand.Field(path, source), Kind.SCALAR, type);
  }

  boolean isList() {
    return kind == Kind.LIST;
  }

  /** The target's kind in words, for messages. */
  String word() {
    return switch (kind) {
      case SCALAR -> "a field of type " + Literals.word(type);
      case ANY -> "a json value";
      case LIST -> "a list";
    };
  }
}
