package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition over one record: parsed once from JSON, then compiled to SQL or tested in memory,
 * with the same result. A comparison with null (a missing value) is never true, as in SQL, and
 * {@code not} of it is true: a condition is either true or not.
 */
public sealed interface Filter {
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

  /** A column or a variable compared with a value. */
  record Compare(Operand left, Operator operator, Operand right) implements Filter {}

  /** Whether the operand is one of a list. */
  record In(Operand left, List<Operand> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** Whether the operand is null. */
  record IsNull(Operand operand) implements Filter {}

  /** Whether a text matches: contains, starts with, ends with, or an SQL-like pattern. */
  record TextMatch(Operand left, TextOperator operator, Operand right) implements Filter {}

  /** Whether a list field holds any or all of the items. */
  record Has(Operand list, boolean all, List<Operand> items) implements Filter {
    public Has {
      items = List.copyOf(items);
    }
  }

  /** The length of a list field compared with a number. */
  record Length(Operand list, Operator operator, Operand right) implements Filter {}

  /** Comparisons of order and equality. */
  enum Operator {
    EQ,
    NE,
    GT,
    GTE,
    LT,
    LTE
  }

  /** Comparisons of text. */
  enum TextOperator {
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    ICONTAINS,
    LIKE
  }

  /** What stands on either side. */
  sealed interface Operand {
    /** A field or one of {@code id, owner_id, created_at, updated_at} of the record. */
    record Column(String name, ColumnType type, Source source) implements Operand {}

    /** A value inside a {@code json} or {@code object} field, by its path of keys. */
    record Path(String field, List<String> keys, Source source) implements Operand {
      public Path {
        keys = List.copyOf(keys);
      }
    }

    /** A value, already of the Java type that the column's type has; null for JSON null. */
    record Value(@Nullable Object value) implements Operand {}

    /**
     * A variable of {@link Variables}: {@code user.id}, {@code user.email}, {@code user.is_admin},
     * {@code now}, {@code today}.
     */
    record Variable(String name) implements Operand {}
  }

  /**
   * Which state of the record a column is read from; {@code $new} and {@code $old} exist in rules
   * of create and update.
   */
  enum Source {
    RECORD,
    NEW,
    OLD
  }
}
