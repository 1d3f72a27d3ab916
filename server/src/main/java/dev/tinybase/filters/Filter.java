package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A condition over one record: parsed once from JSON, then compiled to SQL ({@link FilterSql}) or
 * evaluated in memory ({@link FilterEvaluator}), with the same result.
 *
 * <p>A condition is either true or not. A comparison with null (a missing value, or a variable that
 * stands for nothing) is never true; only {@link IsNull} finds nulls. {@link Not} is the exact
 * opposite: {@code ne} and {@code nin}, which are written with it, therefore hold for records whose
 * value is null.
 */
@SuppressWarnings(
    "ClassInitializationDeadlock") // an interface initializes with no class of its own
public sealed interface Filter {
  /** Every record. */
  Filter EVERYTHING = new And(List.of());

  /** All of the parts, without a needless level. */
  static Filter all(List<Filter> parts) {
    return parts.size() == 1 ? parts.getFirst() : new And(parts);
  }

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

  /**
   * Whether the items of a list, all of them or at least one, are in another; false where either is
   * no list.
   */
  record ItemsIn(Operand items, boolean all, Operand list) implements Filter {}

  /** Whether a value differs between the states before and after a change, as rules may ask. */
  record Changed(FieldPath path) implements Filter {}

  /** The length of a list compared with a number. */
  record Length(Operand list, Operator operator, long length) implements Filter {}

  /** Whether it reads nothing of the record, so that it can be settled before. */
  default boolean isConstant() {
    return switch (this) {
      case And(var parts) -> parts.stream().allMatch(Filter::isConstant);
      case Or(var parts) -> parts.stream().allMatch(Filter::isConstant);
      case Not(var part) -> part.isConstant();
      case Compare(var left, _, var right) -> left.isConstant() && right.isConstant();
      case In(var left, var values) ->
          left.isConstant() && values.stream().allMatch(Operand::isConstant);
      case IsNull(var operand) -> operand.isConstant();
      case TextMatch(var left, _, var right) -> left.isConstant() && right.isConstant();
      case Has(var list, var item) -> list.isConstant() && item.isConstant();
      case ItemsIn(var items, _, var list) -> items.isConstant() && list.isConstant();
      case Changed _ -> false;
      case Length(var list, _, _) -> list.isConstant();
    };
  }

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
    /** A value of the record, in one of its states. */
    record Field(FieldPath path, Source source) implements Operand {}

    /**
     * A constant, already of the Java type that the other side has; beside JSON a String, Boolean,
     * Long, or Double for what is no 64-bit integer.
     */
    record Value(Object value) implements Operand {}

    /** A list of constants and variables. */
    record Items(List<Operand> values) implements Operand {
      public Items {
        values = List.copyOf(values);
      }
    }

    /** A variable, read as the other side's type. */
    record Variable(Variables.Name name, ColumnType type) implements Operand {}

    /** Whether it reads nothing of the record. */
    default boolean isConstant() {
      return !(this instanceof Field);
    }
  }

  /** The way to a value from the record. */
  sealed interface FieldPath {
    /** A field or one of {@code id, owner_id, created_at, updated_at}, a column of its own. */
    record Column(String name, ColumnType type) implements FieldPath {}

    /**
     * A value inside a {@code json} or {@code object} field, by its keys; without keys the field's
     * whole value.
     */
    record InsideJson(String field, List<String> keys) implements FieldPath {
      public InsideJson {
        keys = List.copyOf(keys);
      }
    }
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

  /**
   * What the variables of a filter stand for in one request.
   *
   * @param userId {@code $user.id}; null for anonymous callers, which no value equals
   * @param email {@code $user.email}
   * @param admin {@code $user.is_admin}
   * @param now {@code $now}, and in UTC {@code $today}
   */
  record Variables(@Nullable UUID userId, @Nullable String email, boolean admin, Instant now) {

    /** The variables by name, each with the types it can be read as, its own type first. */
    public enum Name {
      USER_ID("user.id"),
      USER_EMAIL("user.email"),
      USER_IS_ADMIN("user.is_admin"),
      NOW("now"),
      TODAY("today");

      private final String text;

      Name(String text) {
        this.text = text;
      }

      /** The variable with a name that is written without its dollar sign. */
      static Optional<Name> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
      }

      /** All names as they are written. */
      static List<String> all() {
        return Arrays.stream(values()).map(name -> "$" + name.text).toList();
      }

      /** The type that fits best. */
      ColumnType type() {
        return switch (this) {
          case USER_ID -> ColumnType.UUID;
          case USER_EMAIL -> ColumnType.TEXT;
          case USER_IS_ADMIN -> ColumnType.BOOLEAN;
          case NOW -> ColumnType.TIMESTAMP;
          case TODAY -> ColumnType.DATE;
        };
      }

      /** Whether it can be read as the type; everything but truth can be read as text. */
      boolean canBe(ColumnType wanted) {
        return switch (wanted) {
          case TEXT -> this != USER_IS_ADMIN;
          case TIMESTAMP, DATE -> this == NOW || this == TODAY;
          case INTEGER, REAL, DECIMAL, BOOLEAN, JSON, UUID -> wanted == type();
        };
      }
    }

    /** The variable's value as the Java type of a column's type. */
    @Nullable Object value(Name name, ColumnType type) {
      return switch (name) {
        case USER_ID -> type == ColumnType.TEXT && userId != null ? userId.toString() : userId;
        case USER_EMAIL -> email;
        case USER_IS_ADMIN -> admin;
        case NOW -> time(now.truncatedTo(ChronoUnit.MICROS), today(), type);
        case TODAY -> time(today().atStartOfDay(ZoneOffset.UTC).toInstant(), today(), type);
      };
    }

    private LocalDate today() {
      return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private static Object time(Instant instant, LocalDate day, ColumnType type) {
      return switch (type) {
        case DATE -> day;
        case TEXT -> instant.toString();
        case TIMESTAMP, INTEGER, REAL, DECIMAL, BOOLEAN, JSON, UUID -> instant;
      };
    }
  }
}
