package dev.tinybase.functions.invoke.binding;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads values that are one text, number or boolean; null for those with a problem. */
final class ScalarReader {
  private static final int MOST_DIGITS = 1_000;

  private final InputErrors problems;
  private final ReadMode reading;

  ScalarReader(InputErrors problems, ReadMode reading) {
    this.problems = problems;
    this.reading = reading;
  }

  @Nullable Object text(JsonType.Text type, JsonNode node, InputPath at) {
    return node.isString()
        ? parsed(type, node.stringValue(), at)
        : problems.wrong(type.expected(), node, at);
  }

  private @Nullable Object parsed(JsonType.Text type, String text, InputPath at) {
    try {
      return type.parse().apply(text);
    } catch (IllegalArgumentException | DateTimeException _) {
      return problems.add(at, "invalid_format", "must be " + type.expected());
    }
  }

  @Nullable Object whole(JsonType.Whole type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return problems.wrong("a whole number", node, at);
    }
    if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
      return problems.add(at, "wrong_type", "must be a whole number, without a fraction");
    }
    return whole(type, number.toBigInteger(), at);
  }

  private @Nullable Object whole(JsonType.Whole type, BigInteger number, InputPath at) {
    JsonType.@Nullable Bounds bounds = type.bounds();
    return bounds == null || bounds.hold(number)
        ? type.convert().apply(number)
        : problems.add(
            at, "out_of_range", "must be between " + bounds.least() + " and " + bounds.most());
  }

  @Nullable Object decimal(JsonType.Decimal type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return problems.wrong("a number", node, at);
    }
    @Nullable Object value = type.convert().apply(number);
    return value == null ? problems.add(at, "out_of_range", "is too large a number") : value;
  }

  private @Nullable BigDecimal number(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    return reading.texts() && node.isString() ? number(node.stringValue()) : null;
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      var number = text.length() <= MOST_DIGITS ? new BigDecimal(text) : null;
      return number == null || Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
          ? null
          : number;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  @Nullable Object flag(JsonNode node, InputPath at) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    var word = reading.texts() && node.isString() ? node.stringValue() : "";
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> problems.wrong("true or false", node, at);
    };
  }

  @Nullable Object choice(EnumType type, JsonNode node, InputPath at) {
    if (!node.isString()) {
      return problems.wrong("a text", node, at);
    }
    @Nullable Object constant = type.find(node.stringValue());
    return constant != null
        ? constant
        : problems.add(
            at,
            "not_in_values",
            "must be one of "
                + String.join(", ", type.names())
                + problems.hint(node.stringValue(), type.names()));
  }

  /** The key of an entry, which JSON has as a text. */
  @Nullable Object key(JsonType.Scalar type, String key, InputPath at) {
    return switch (type) {
      case JsonType.Text text -> parsed(text, key, at);
      case JsonType.Whole whole -> {
        @Nullable BigDecimal number = number(key);
        yield number == null || number.scale() > 0
            ? problems.add(at, "invalid_format", "must have a whole number as its key")
            : whole(whole, number.toBigInteger(), at);
      }
      case EnumType choice -> {
        @Nullable Object constant = choice.find(key);
        yield constant == null
            ? problems.add(
                at,
                "not_in_values",
                "must have one of " + String.join(", ", choice.names()) + " as its key")
            : constant;
      }
      case JsonType.Decimal _, JsonType.Flag _ -> key;
    };
  }
}
