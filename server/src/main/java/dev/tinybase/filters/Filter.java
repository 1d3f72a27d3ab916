package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import java.util.List;

/**
 * A condition over one record: parsed once from JSON, then compiled to SQL ({@link FilterSql}) or
 * tested in memory ({@link FilterTest}), with the same result.
 *
 * <p>A condition is either true or not. A comparison with null (a missing value, or a variable that
 * stands for nothing) is never true; only {@link IsNull} finds nulls. {@link Not} is the exact
 * opposite: {@code ne} and {@code nin}, which are written with it, therefore hold for records whose
 * value is null.
 */
public sealed interface Filter {
  /** Every record. */
  Filter EVERYTHING = new And(List.of());

  /** All of them; true when empty. */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** One of them; false when empty. */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** The opposite. */
  record Not(Filter part) implements Filter {}

  /** Two operands compared, both of the same type. */
  record Compare(Operand left, Operator operator, Operand right) implements Filter {}

  /** Whether the operand equals one of a list. */
  record In(Operand left, List<Operand> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** Whether the operand is null; inside JSON also whether it is absent. */
  record IsNull(Operand operand) implements Filter {}

  /** Whether a text matches: contains, starts with, ends with, or an SQL-like pattern. */
  record TextMatch(Operand left, TextOperator operator, Operand right) implements Filter {}

  /** Whether a list holds an item. */
  record Has(Operand list, Operand item) implements Filter {}

  /** The length of a list compared with a number. */
  record Length(Operand list, Operator operator, long length) implements Filter {}

  /** Comparisons of order and equality. Text is ordered by code point. */
  enum Operator {
    EQ,
    GT,
    GTE,
    LT,
    LTE
  }

  /** Comparisons of text; all but {@link #ICONTAINS} distinguish upper and lower case. */
  enum TextOperator {
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    /** Contains, where the letters A to Z equal a to z; other letters are compared as they are. */
    ICONTAINS,
    /**
     * {@code %} stands for any text, {@code _} for one character, {@code \} takes the next as is.
     */
    LIKE
  }

  /** What stands on either side. */
  sealed interface Operand {
    /** A field or one of {@code id, owner_id, created_at, updated_at} of the record. */
    record Column(String name, ColumnType type, Source source) implements Operand {}

    /**
     * A value inside a {@code json} or {@code object} field, by its path of keys; without keys the
     * field's whole value.
     */
    record Path(String field, List<String> keys, Source source) implements Operand {
      public Path {
        keys = List.copyOf(keys);
      }
    }

    /**
     * A constant, already of the Java type that the other side has; beside JSON a String, Boolean,
     * Long, or Double for what is no 64-bit integer.
     */
    record Value(Object value) implements Operand {}

    /** A variable, read as the other side's type. */
    record Variable(Variables.Name name, ColumnType type) implements Operand {}
  }

  /**
   * Which state of the record a column is read from. {@code RECORD} is the stored one, or the new
   * one when a record is being made; {@code $new} and {@code $old} exist in rules of create and
   * update.
   */
  enum Source {
    RECORD,
    NEW,
    OLD
  }
}
