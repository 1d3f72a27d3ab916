package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.Filter.Operand;
import tools.jackson.databind.JsonNode;

/**
 * Reads the values of conditions as the Java type of the column's type. In JSON a value must have
 * the right JSON type; in a URL every value is text and is converted.
 */
final class Values {
  private final Names names;
  private final boolean text;

  /** Values of a URL if {@code text}, else of JSON. */
  Values(Names names, boolean text) {
    this.names = names;
    this.text = text;
  }

  /** A constant of the type, a variable, or in rules another column of the same type. */
  Operand operand(JsonNode node, ColumnType type, String place) {
    if (node.isString() && node.stringValue().matches("(?s)\\$[A-Za-z].*")) {
      return variable(node.stringValue(), type, place);
    }
    return constant(node, type, place);
  }

  /** A constant of the type. */
  Operand.Value constant(JsonNode node, ColumnType type, String place) {
    var value = text ? Scalars.fromText(node, type) : Scalars.fromJson(node, type);
    if (value == null) {
      throw InvalidFilter.at(place, "must be " + Scalars.wanted(type));
    }
    return new Operand.Value(value);
  }

  /** A truth value. */
  boolean flag(JsonNode node, String place) {
    return (Boolean) constant(node, ColumnType.BOOLEAN, place).value();
  }

  private Operand variable(String name, ColumnType type, String place) {
    var state = names.state(name, place);
    if (state != null) {
      if (state instanceof Subject.Items || state.type() != type) {
        throw InvalidFilter.at(
            place, "must be " + Scalars.wanted(type) + ", which " + name + " is not");
      }
      return state.operand();
    }
    var variable =
        Variables.Name.of(name.substring(1)).orElseThrow(() -> Names.unknownVariable(name, place));
    var wanted = type == ColumnType.JSON ? insideJson(variable) : type;
    if (!variable.canBe(wanted)) {
      throw InvalidFilter.at(
          place, "must be " + Scalars.wanted(type) + ", which " + name + " is not");
    }
    return new Operand.Variable(variable, wanted);
  }

  private static ColumnType insideJson(Variables.Name variable) {
    return variable.type() == ColumnType.BOOLEAN ? ColumnType.BOOLEAN : ColumnType.TEXT;
  }
}
