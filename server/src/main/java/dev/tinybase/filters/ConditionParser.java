package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Operator;
import dev.tinybase.filters.Filter.TextOperator;
import dev.tinybase.filters.FilterParser.Place;
import dev.tinybase.filters.OperandParser.Target;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parses the conditions on one field: a plain value, or an object of operators joined by and. */
record ConditionParser(OperandParser operands, FilterParser.Limits limits) {
  private static final List<String> OPERATORS =
      List.of(
          ("eq ne gt gte lt lte in nin null contains starts_with ends_with icontains like"
                  + " has has_any has_all subset length")
              .split(" "));
  private static final List<String> COMPARISONS = OPERATORS.subList(0, 6);
  private static final int LONGEST_PATTERN = 1_000;

  /** The conditions on what the key names. */
  Filter parse(String key, JsonNode value, Place place) {
    var target = operands.target(key, place);
    if (!(value instanceof ObjectNode operators)) {
      return condition(target, "eq", value, place);
    }
    if (operators.isEmpty()) {
      throw FilterParser.invalid(place, "needs an operator, such as {\"eq\": 1}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : operators.properties()) {
      var inside = place.inside(entry.getKey());
      parts.add(condition(target, entry.getKey(), entry.getValue(), inside));
    }
    return Filter.all(parts);
  }

  private Filter condition(Target target, String operator, JsonNode value, Place place) {
    limits.condition(place);
    return switch (operator) {
      case "eq" -> equal(target, value, place);
      case "ne" -> new Filter.Not(equal(target, value, place));
      case "gt", "gte", "lt", "lte" -> order(target, operator(operator), value, place);
      case "in" -> in(target, value, place);
      case "nin" -> new Filter.Not(in(target, value, place));
      case "null" -> isNull(target, value, place);
      case "contains", "starts_with", "ends_with", "icontains" ->
          text(target, TextOperator.valueOf(operator.toUpperCase(Locale.ROOT)), value, place);
      case "like" -> like(target, value, place);
      case "has" -> has(target, value, place);
      case "has_any", "has_all", "subset" -> items(target, operator, value, place);
      case "length" -> length(target, value, place);
      default -> throw unknown(operator, target, place);
    };
  }

  private static Operator operator(String word) {
    return Operator.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Problem unknown(String operator, Target target, Place place) {
    return FilterParser.invalid(
        place,
        "unknown operator '"
            + Texts.abbreviate(operator)
            + "'"
            + DidYouMean.hint(operator, OPERATORS)
            + (target.isAny() ? "; a key inside JSON is written 'field.key'" : ""));
  }

  private Filter equal(Target target, JsonNode value, Place place) {
    if (value.isNull()) {
      return new Filter.IsNull(target.operand());
    }
    var left = single(target, place);
    return new Filter.Compare(left, Operator.EQ, operands.operand(value, target.type(), place));
  }

  private Filter order(Target target, Operator operator, JsonNode value, Place place) {
    var left = single(target, place);
    var right = operands.operand(value, target.type(), place);
    if (target.type() == ColumnType.BOOLEAN || isTruth(right)) {
      throw FilterParser.invalid(place, "true and false have no order; use eq, ne, in or null");
    }
    return new Filter.Compare(left, operator, right);
  }

  private static boolean isTruth(Operand operand) {
    return switch (operand) {
      case Operand.Value(Object value) -> value instanceof Boolean;
      case Operand.Variable(_, ColumnType type) -> type == ColumnType.BOOLEAN;
      case Operand.Field _, Operand.Items _ -> false;
    };
  }

  private Filter in(Target target, JsonNode value, Place place) {
    var left = single(target, place);
    var values = new ArrayList<Operand>();
    boolean orNull = false;
    for (var item : list(value, place)) {
      if (item.isNull()) {
        orNull = true;
      } else {
        values.add(operands.operand(item, target.type(), place));
      }
    }
    limits.values(place, values.size());
    var in = new Filter.In(left, values);
    return orNull ? new Filter.Or(List.of(in, new Filter.IsNull(left))) : in;
  }

  private Filter isNull(Target target, JsonNode value, Place place) {
    var isNull = new Filter.IsNull(target.operand());
    boolean wanted = (Boolean) operands.constant(value, ColumnType.BOOLEAN, place).value();
    return wanted ? isNull : new Filter.Not(isNull);
  }

  private Filter text(Target target, TextOperator operator, JsonNode value, Place place) {
    var type = target.type();
    if (target.isList() || (type != ColumnType.TEXT && type != ColumnType.JSON)) {
      throw unfit("text", target, place);
    }
    var right = operands.operand(value, ColumnType.TEXT, place);
    return new Filter.TextMatch(target.operand(), operator, right);
  }

  private Filter like(Target target, JsonNode value, Place place) {
    var match = text(target, TextOperator.LIKE, value, place);
    if (!(match instanceof Filter.TextMatch(_, _, Operand.Value(String pattern)))) {
      throw FilterParser.invalid(place, "takes a pattern, not a variable");
    }
    if (pattern.length() > LONGEST_PATTERN) {
      throw FilterParser.invalid(place, "a pattern has at most " + LONGEST_PATTERN + " characters");
    }
    if (LikePattern.endsInEscape(pattern)) {
      throw FilterParser.invalid(place, "a pattern must not end with a single backslash");
    }
    return match;
  }

  private Filter has(Target target, JsonNode value, Place place) {
    requireList(target, place);
    return new Filter.Has(target.operand(), operands.operand(value, target.type(), place));
  }

  /** A list held against one of constants, or in rules against that of another state. */
  private Filter items(Target target, String operator, JsonNode value, Place place) {
    requireList(target, place);
    var list = target.operand();
    var other = operands.list(value, target, place);
    if (other == null) {
      var items = list(value, place).stream();
      other = new Operand.Items(items.map(i -> operands.operand(i, target.type(), place)).toList());
    }
    if (other instanceof Operand.Items(var values)) {
      limits.items(place, values.size());
      var has = values.stream().<Filter>map(item -> new Filter.Has(list, item)).toList();
      return switch (operator) {
        case "has_any" -> new Filter.Or(has);
        case "has_all" -> new Filter.And(has);
        default -> new Filter.ItemsIn(list, true, other);
      };
    }
    return operator.equals("has_all")
        ? new Filter.ItemsIn(other, true, list)
        : new Filter.ItemsIn(list, operator.equals("subset"), other);
  }

  /** The names of fields of which one has to differ between the states of a change. */
  Filter changed(JsonNode value, Place place) {
    var parts = new ArrayList<Filter>();
    for (var name : value.isArray() ? value.values() : List.of(value)) {
      limits.condition(place);
      parts.add(new Filter.Changed(operands.path(name, place)));
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
  }

  /** The length of a list, equal to a number or held against several. */
  private Filter length(Target target, JsonNode value, Place place) {
    requireList(target, place);
    if (!(value instanceof ObjectNode comparisons)) {
      return length(target, "eq", value, place);
    }
    if (comparisons.isEmpty()) {
      throw FilterParser.invalid(place, "needs a number, or a comparison such as {\"gt\": 1}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : comparisons.properties()) {
      var inside = place.inside(entry.getKey());
      limits.condition(inside);
      parts.add(length(target, entry.getKey(), entry.getValue(), inside));
    }
    return Filter.all(parts);
  }

  private Filter length(Target target, String operator, JsonNode value, Place place) {
    if (!COMPARISONS.contains(operator)) {
      throw FilterParser.invalid(
          place,
          "a length is compared by one of "
              + String.join(", ", COMPARISONS)
              + DidYouMean.hint(operator, COMPARISONS));
    }
    long number = (Long) operands.constant(value, ColumnType.INTEGER, place).value();
    return operator.equals("ne")
        ? new Filter.Not(new Filter.Length(target.operand(), Operator.EQ, number))
        : new Filter.Length(target.operand(), operator(operator), number);
  }

  private static Operand single(Target target, Place place) {
    if (target.isList()) {
      throw FilterParser.invalid(
          place, "does not fit a list; use has, has_any, has_all, subset, length or null");
    }
    return target.operand();
  }

  private static void requireList(Target target, Place place) {
    if (!target.isList() && !target.isAny()) {
      throw unfit("lists", target, place);
    }
  }

  private static List<JsonNode> list(JsonNode value, Place place) {
    if (!value.isArray()) {
      throw FilterParser.invalid(place, "must be a list of values");
    }
    return List.copyOf(value.values());
  }

  private static Problem unfit(String fits, Target target, Place place) {
    return FilterParser.invalid(place, "is for " + fits + ", and this is " + target.word());
  }
}
