package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.filters.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parses the conditions that fit lists only. */
final class ListConditions {
  private static final List<String> COMPARISONS = List.of("eq", "ne", "gt", "gte", "lt", "lte");

  private final Budget budget;
  private final Values values;

  ListConditions(Budget budget, Values values) {
    this.budget = budget;
    this.values = values;
  }

  /** {@code has}. */
  Filter has(Subject subject, JsonNode value, String place) {
    if (subject instanceof Subject.Scalar) {
      throw Conditions.unfit("lists", subject, place);
    }
    return new Filter.Has(subject.operand(), values.operand(value, subject.type(), place));
  }

  /** {@code has} for each of several items. */
  List<Filter> hasEach(Subject subject, JsonNode value, String place) {
    var items = Conditions.list(value, place);
    budget.items(place, items.size());
    return items.stream().map(item -> has(subject, item, place)).toList();
  }

  /** {@code length}, of a number or of comparisons. */
  Filter length(Subject subject, JsonNode value, String place) {
    if (subject instanceof Subject.Scalar) {
      throw Conditions.unfit("lists", subject, place);
    }
    if (!(value instanceof ObjectNode comparisons)) {
      return compareLength(subject, "eq", value, place);
    }
    if (comparisons.isEmpty()) {
      throw InvalidFilter.at(place, "needs a number, or a comparison such as {\"gt\": 1}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : comparisons.properties()) {
      var inside = InvalidFilter.inside(place, entry.getKey());
      budget.condition(inside);
      parts.add(compareLength(subject, entry.getKey(), entry.getValue(), inside));
    }
    return Tree.all(parts);
  }

  private Filter compareLength(Subject subject, String operator, JsonNode value, String place) {
    Function<Operator, Filter> compare =
        by -> new Filter.Length(subject.operand(), by, number(value, place));
    return switch (operator) {
      case "eq" -> compare.apply(Operator.EQ);
      case "ne" -> new Filter.Not(compare.apply(Operator.EQ));
      case "gt" -> compare.apply(Operator.GT);
      case "gte" -> compare.apply(Operator.GTE);
      case "lt" -> compare.apply(Operator.LT);
      case "lte" -> compare.apply(Operator.LTE);
      default ->
          throw InvalidFilter.at(
              place,
              "a length is compared by one of "
                  + String.join(", ", COMPARISONS)
                  + DidYouMean.hint(operator, COMPARISONS));
    };
  }

  private long number(JsonNode value, String place) {
    return (Long) values.constant(value, ColumnType.INTEGER, place).value();
  }
}
