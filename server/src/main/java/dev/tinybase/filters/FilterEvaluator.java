package dev.tinybase.filters;

import dev.tinybase.db.JsonText;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.util.List;
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

  private static boolean compare(
      @Nullable Object left, @Nullable Object right, IntPredicate wanted) {
    var order = ValueOrder.compare(left, right);
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
    var whole = OperandParser.whole(number);
    return whole != null ? whole : (Object) number.doubleValue();
  }

  /** A to Z as a to z, everything else as it is, as both databases have it. */
  static String lower(String text) {
    var lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return lower.toString();
  }
}
