package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Operator;
import dev.tinybase.filters.Filter.TextOperator;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parses the conditions on one field: a plain value, or an object of operators joined by and. */
final class Conditions {
  private static final List<String> OPERATORS =
      List.of(
          "eq",
          "ne",
          "gt",
          "gte",
          "lt",
          "lte",
          "in",
          "nin",
          "null",
          "contains",
          "starts_with",
          "ends_with",
          "icontains",
          "like",
          "has",
          "has_any",
          "has_all",
          "length");
  private static final int LONGEST_PATTERN = 1_000;

  private final Names names;
  private final Budget budget;
  private final Values values;
  private final ListConditions lists;

  /** Conditions of a URL, where every value is text, or of JSON. */
  Conditions(Names names, Budget budget, boolean text) {
    this.names = names;
    this.budget = budget;
    this.values = new Values(names, text);
    this.lists = new ListConditions(budget, values);
  }

  /** The conditions on what the key names. */
  Filter parse(String key, JsonNode value, String place) {
    var subject = names.subject(key, place);
    if (!(value instanceof ObjectNode operators)) {
      return operator(subject, "eq", value, place);
    }
    if (operators.isEmpty()) {
      throw InvalidFilter.at(place, "needs an operator, such as {\"eq\": 1}");
    }
    var parts = new ArrayList<Filter>();
    for (var entry : operators.properties()) {
      var inside = InvalidFilter.inside(place, entry.getKey());
      parts.add(operator(subject, entry.getKey(), entry.getValue(), inside));
    }
    return Tree.all(parts);
  }

  private Filter operator(Subject subject, String operator, JsonNode value, String place) {
    budget.condition(place);
    return switch (operator) {
      case "eq" -> equal(subject, value, place);
      case "ne" -> new Filter.Not(equal(subject, value, place));
      case "gt" -> order(subject, Operator.GT, value, place);
      case "gte" -> order(subject, Operator.GTE, value, place);
      case "lt" -> order(subject, Operator.LT, value, place);
      case "lte" -> order(subject, Operator.LTE, value, place);
      case "in" -> in(subject, value, place);
      case "nin" -> new Filter.Not(in(subject, value, place));
      case "null" -> isNull(subject, values.flag(value, place));
      case "contains" -> text(subject, TextOperator.CONTAINS, value, place);
      case "starts_with" -> text(subject, TextOperator.STARTS_WITH, value, place);
      case "ends_with" -> text(subject, TextOperator.ENDS_WITH, value, place);
      case "icontains" -> text(subject, TextOperator.ICONTAINS, value, place);
      case "like" -> like(subject, value, place);
      case "has" -> lists.has(subject, value, place);
      case "has_any" -> new Filter.Or(lists.hasEach(subject, value, place));
      case "has_all" -> new Filter.And(lists.hasEach(subject, value, place));
      case "length" -> lists.length(subject, value, place);
      default -> throw unknown(operator, subject, place);
    };
  }

  private static Problem unknown(String operator, Subject subject, String place) {
    var inside = subject instanceof Subject.Any ? "; a key inside JSON is written 'field.key'" : "";
    return InvalidFilter.at(
        place,
        "unknown operator '"
            + Texts.abbreviate(operator)
            + "'"
            + DidYouMean.hint(operator, OPERATORS)
            + inside);
  }

  private Filter equal(Subject subject, JsonNode value, String place) {
    if (value.isNull()) {
      return new Filter.IsNull(subject.operand());
    }
    var left = single(subject, place);
    return new Filter.Compare(left, Operator.EQ, values.operand(value, subject.type(), place));
  }

  private Filter order(Subject subject, Operator operator, JsonNode value, String place) {
    var left = single(subject, place);
    var right = values.operand(value, subject.type(), place);
    if (subject.type() == ColumnType.BOOLEAN || isTruth(right)) {
      throw InvalidFilter.at(place, "true and false have no order; use eq, ne, in or null");
    }
    return new Filter.Compare(left, operator, right);
  }

  private static boolean isTruth(Operand operand) {
    return switch (operand) {
      case Operand.Value(Object value) -> value instanceof Boolean;
      case Operand.Variable(_, ColumnType type) -> type == ColumnType.BOOLEAN;
      case Operand.Column _, Operand.Path _ -> false;
    };
  }

  private Filter in(Subject subject, JsonNode value, String place) {
    var left = single(subject, place);
    var operands = new ArrayList<Operand>();
    boolean orNull = false;
    for (var item : list(value, place)) {
      if (item.isNull()) {
        orNull = true;
      } else {
        operands.add(values.operand(item, subject.type(), place));
      }
    }
    budget.values(place, operands.size());
    var in = new Filter.In(left, operands);
    return orNull ? new Filter.Or(List.of(in, new Filter.IsNull(left))) : in;
  }

  private static Filter isNull(Subject subject, boolean wanted) {
    var isNull = new Filter.IsNull(subject.operand());
    return wanted ? isNull : new Filter.Not(isNull);
  }

  private Filter text(Subject subject, TextOperator operator, JsonNode value, String place) {
    if (subject instanceof Subject.Items
        || (subject.type() != ColumnType.TEXT && subject.type() != ColumnType.JSON)) {
      throw unfit("text", subject, place);
    }
    var right = values.operand(value, ColumnType.TEXT, place);
    return new Filter.TextMatch(subject.operand(), operator, right);
  }

  private Filter like(Subject subject, JsonNode value, String place) {
    var match = text(subject, TextOperator.LIKE, value, place);
    if (!(match instanceof Filter.TextMatch(_, _, Operand.Value(String pattern)))) {
      throw InvalidFilter.at(place, "takes a pattern, not a variable");
    }
    if (pattern.length() > LONGEST_PATTERN) {
      throw InvalidFilter.at(place, "a pattern has at most " + LONGEST_PATTERN + " characters");
    }
    if (LikePattern.endsInEscape(pattern)) {
      throw InvalidFilter.at(place, "a pattern must not end with a single backslash");
    }
    return match;
  }

  private static Operand single(Subject subject, String place) {
    if (subject instanceof Subject.Items) {
      throw InvalidFilter.at(
          place, "does not fit a list; use has, has_any, has_all, length or null");
    }
    return subject.operand();
  }

  static List<JsonNode> list(JsonNode value, String place) {
    if (!value.isArray()) {
      throw InvalidFilter.at(place, "must be a list of values");
    }
    return List.copyOf(value.values());
  }

  static Problem unfit(String fits, Subject subject, String place) {
    return InvalidFilter.at(place, "is for " + fits + ", and this is " + subject.word());
  }
}
