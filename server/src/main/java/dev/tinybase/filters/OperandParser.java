package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Operand;
import tools.jackson.databind.JsonNode;

/**
 * Reads the values of conditions as the Java type of the column's type.
 *
 * @param isText whether every value is text, as in a URL, and is converted; else a value must have
 *     the right JSON type
 */
record OperandParser(TargetResolver targets, boolean isText) {
  /** A constant of the type, a variable, or in rules another column of the same type. */
  Operand operand(JsonNode node, ColumnType type, String place) {
    if (node.isString() && node.stringValue().matches("(?s)\\$[A-Za-z].*")) {
      return variable(node.stringValue(), type, place);
    }
    return constant(node, type, place);
  }

  /** A constant of the type. */
  Operand.Value constant(JsonNode node, ColumnType type, String place) {
    var value = isText ? Literals.fromText(node, type) : Literals.fromJson(node, type);
    if (value == null) {
      throw InvalidFilter.at(place, "must be " + Literals.wanted(type));
    }
    return new Operand.Value(value);
  }

  private Operand variable(String name, ColumnType type, String place) {
    var state = targets.state(name, place);
    if (state != null) {
      if (state.isList() || state.type() != type) {
        throw unfit(name, type, place);
      }
      return state.operand();
    }
    var variable = TargetResolver.variable(name, place);
    var wanted = type == ColumnType.JSON ? insideJson(variable) : type;
    if (!variable.canBe(wanted)) {
      throw unfit(name, type, place);
    }
    return new Operand.Variable(variable, wanted);
  }

  private static Problem unfit(String name, ColumnType type, String place) {
    return InvalidFilter.at(
        place, "must be " + Literals.wanted(type) + ", which " + name + " is not");
  }

  private static ColumnType insideJson(Variables.Name variable) {
    return variable.type() == ColumnType.BOOLEAN ? ColumnType.BOOLEAN : ColumnType.TEXT;
  }
}
