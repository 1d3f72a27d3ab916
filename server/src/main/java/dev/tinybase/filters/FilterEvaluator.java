package dev.tinybase.filters;

import dev.tinybase.db.JsonText;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Evaluates filters in memory, with the same results as their SQL. */
public final class FilterEvaluator {
  private final RecordStates states;
  private final Variables variables;

  private FilterEvaluator(RecordStates states, Variables variables) {
    this.states = states;
    this.variables = variables;
  }

  /** Whether the filter holds for a record. */
  public static boolean holds(Filter filter, RecordStates.State record, Variables variables) {
    return holds(filter, RecordStates.of(record), variables);
  }

  /** Whether the filter holds for a record that is being made or changed. */
  public static boolean holds(Filter filter, RecordStates states, Variables variables) {
    return new FilterEvaluator(states, variables).holds(filter);
  }

  private boolean holds(Filter filter) {
    return switch (filter) {
      case Filter.And(var parts) -> parts.stream().allMatch(this::holds);
      case Filter.Or(var parts) -> parts.stream().anyMatch(this::holds);
      case Filter.Not(var part) -> !holds(part);
      case Filter.Compare(var left, var operator, var right) ->
          compare(value(left), value(right), wanted(operator));
      case Filter.In(var left, var values) -> in(value(left), values);
      case Filter.IsNull(var operand) -> value(operand) == null;
      case Filter.TextMatch(var left, var operator, var right) ->
          value(left) instanceof String text
              && value(right) instanceof String other
              && matches(text, operator, other);
      case Filter.Has(var list, var item) -> has(value(list), value(item));
      case Filter.ItemsIn(var items, boolean all, var list) -> itemsIn(items, all, list);
      case Filter.Changed(var path) ->
          !same(
              value(new Operand.Field(path, Filter.Source.OLD)),
              value(new Operand.Field(path, Filter.Source.NEW)));
      case Filter.Length(var list, var operator, long length) ->
          value(list) instanceof JsonNode node
              && node.isArray()
              && wanted(operator).test(Long.compare(node.size(), length));
    };
  }

  private boolean in(@Nullable Object left, List<Operand> values) {
    return values.stream().anyMatch(value -> compare(left, value(value), order -> order == 0));
  }

  private static boolean has(@Nullable Object list, @Nullable Object item) {
    return list instanceof JsonNode node
        && node.isArray()
        && node.values().stream()
            .anyMatch(element -> compare(scalar(element), item, order -> order == 0));
  }

  private boolean itemsIn(Operand items, boolean all, Operand list) {
    var wanted = items(items);
    var there = items(list);
    if (wanted == null || there == null) {
      return false;
    }
    return all
        ? wanted.stream().allMatch(item -> contains(there, item))
        : wanted.stream().anyMatch(item -> contains(there, item));
  }

  private static boolean contains(List<@Nullable Object> list, @Nullable Object item) {
    return list.stream().anyMatch(other -> item != null && same(item, other));
  }

  /** The items of a list; those that are no scalars as their nodes. Null for what is no list. */
  private @Nullable List<@Nullable Object> items(Operand list) {
    var items = new ArrayList<@Nullable Object>();
    if (list instanceof Operand.Items(var values)) {
      values.forEach(each -> items.add(value(each)));
    } else if (value(list) instanceof JsonNode node && node.isArray()) {
      node.values().forEach(each -> items.add(each.isNull() ? each : scalar(each)));
    } else {
      return null;
    }
    return items;
  }

  /** Whether two values of the same place are the same; those inside JSON by all that they hold. */
  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return Objects.equals(one, other) || compare(one, other, order -> order == 0);
  }

  private static boolean compare(
      @Nullable Object left, @Nullable Object right, IntPredicate wanted) {
    var order = order(left, right);
    return order.isPresent() && wanted.test(order.getAsInt());
  }

  private static boolean matches(String text, Filter.TextOperator operator, String other) {
    return switch (operator) {
      case CONTAINS -> text.contains(other);
      case STARTS_WITH -> text.startsWith(other);
      case ENDS_WITH -> text.endsWith(other);
      case ICONTAINS -> lower(text).contains(lower(other));
      case LIKE -> LikePattern.of(other).matches(text);
    };
  }

  private static IntPredicate wanted(Filter.Operator operator) {
    return switch (operator) {
      case EQ -> order -> order == 0;
      case GT -> order -> order > 0;
      case GTE -> order -> order >= 0;
      case LT -> order -> order < 0;
      case LTE -> order -> order <= 0;
    };
  }

  private @Nullable Object value(Operand operand) {
    return switch (operand) {
      case Operand.Value(Object value) -> value;
      case Operand.Items _ -> null;
      case Operand.Variable(var name, var type) -> variables.value(name, type);
      case Operand.Field(FieldPath.Column(var name, _), var source) ->
          plain(states.state(source).value(name));
      case Operand.Field(FieldPath.InsideJson(var field, var keys), var source) ->
          at(states.state(source).value(field), keys);
    };
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof JsonText(String text) ? Json.trusted(text) : value;
  }

  /** What a path of keys leads to; null where it leads nowhere. */
  private static @Nullable Object at(@Nullable Object json, List<String> keys) {
    if (!(json instanceof JsonText(String text))) {
      return null;
    }
    var node = Json.trusted(text);
    for (var key : keys) {
      node = node.path(key);
    }
    return scalar(node);
  }

  /** A String, Boolean, Long or Double; the node itself for lists and objects. */
  private static @Nullable Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.stringValue();
      case NUMBER -> number(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case ARRAY, OBJECT -> node;
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }

  /** A Long where it is one, else a Double, which may be infinite. */
  private static Object number(BigDecimal number) {
    var whole = Decimals.whole(number);
    return whole != null ? whole : (Object) number.doubleValue();
  }

  /** A to Z as a to z, everything else as it is, as both databases have it. */
  static String lower(String text) {
    var lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return lower.toString();
  }

  /**
   * How two values follow each other in both databases: negative, zero or positive; empty for null
   * and for values of different types.
   */
  private static OptionalInt order(@Nullable Object left, @Nullable Object right) {
    return switch (left) {
      case String a when right instanceof String b -> OptionalInt.of(texts(a, b));
      case BigDecimal a when right instanceof BigDecimal b -> OptionalInt.of(a.compareTo(b));
      case Number a when right instanceof Number b -> OptionalInt.of(numbers(a, b));
      case Boolean a when right instanceof Boolean b -> OptionalInt.of(a.compareTo(b));
      case LocalDate a when right instanceof LocalDate b -> OptionalInt.of(a.compareTo(b));
      case Instant a when right instanceof Instant b -> OptionalInt.of(a.compareTo(b));
      // UUID.compareTo takes the halves as signed, which no database does.
      case UUID a when right instanceof UUID b ->
          OptionalInt.of(a.toString().compareTo(b.toString()));
      case null, default -> OptionalInt.empty();
    };
  }

  /** By code point, as UTF-8 bytes are ordered. */
  private static int texts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates stand for code points above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }

  /** A Long or Double with another, exactly; both zeros are equal. */
  private static int numbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    boolean bothReal = a instanceof Double && b instanceof Double;
    if (bothReal || Double.isInfinite(x) || Double.isInfinite(y)) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  /**
   * The states of a record that a rule may speak of.
   *
   * @param record what plain field names mean: the stored record, or the new one at create
   * @param made what {@code $new} means
   * @param old what {@code $old} means; without any value at create
   */
  public record RecordStates(State record, State made, State old) {
    private static final State NOTHING = _ -> null;

    /**
     * One state: the value of a field or system column by name, of the Java type that {@link
     * dev.tinybase.schema.FieldType} tells (UUID and Instant for the system columns).
     */
    @FunctionalInterface
    public interface State {
      /** The value; null for JSON null. */
      @Nullable Object value(String column);
    }

    /** A record that is only looked at. */
    public static RecordStates of(State record) {
      return new RecordStates(record, NOTHING, NOTHING);
    }

    /** A record that is being made. */
    public static RecordStates created(State made) {
      return new RecordStates(made, made, NOTHING);
    }

    /** A record that is being changed. */
    public static RecordStates updated(State old, State made) {
      return new RecordStates(old, made, old);
    }

    State state(Filter.Source source) {
      return switch (source) {
        case RECORD -> record;
        case NEW -> made;
        case OLD -> old;
      };
    }
  }
}
