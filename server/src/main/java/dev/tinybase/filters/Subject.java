package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.Filter.Operand;

/** What the key of a condition names, with what is needed to choose its operators and values. */
sealed interface Subject {
  Operand operand();

  /** The type that values it is compared with are read as; JSON for any scalar. */
  ColumnType type();

  /** The subject's kind in words, for messages. */
  default String word() {
    return switch (this) {
      case Scalar(_, ColumnType type) -> "a field of type " + Scalars.word(type);
      case Any _ -> "a json value";
      case Items _ -> "a list";
    };
  }

  /** A single value. */
  record Scalar(Operand operand, ColumnType type) implements Subject {}

  /** A value inside JSON, of whatever type it turns out to have. */
  record Any(Operand operand) implements Subject {
    @Override
    public ColumnType type() {
      return ColumnType.JSON;
    }
  }

  /** A list whose items have the type. */
  record Items(Operand operand, ColumnType type) implements Subject {}
}
