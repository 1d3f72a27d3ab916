package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.functions.invoke.binding.ScalarReader.InputPath;
import dev.tinybase.text.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads single values, as null where they are wrong, and collects what is wrong with one input. */
final class ScalarReader {
  /** So many are told; a million unknown keys shall cost no more than that. */
  static final int MOST = 100;

  private static final int MOST_HINTS = 10;

  private static final int MOST_DIGITS = 1_000;

  private final ReadMode reading;
  private final List<FieldError> errors = new ArrayList<>(0);

  ScalarReader(ReadMode reading) {
    this.reading = reading;
  }

  List<FieldError> all() {
    return errors;
  }

  int count() {
    return errors.size();
  }

  /** Whether all has been well since there were so many; where no more are told, it has not. */
  boolean noneSince(int before) {
    return errors.size() == before && !areMany();
  }

  /** Whether no more are told. */
  boolean areMany() {
    return errors.size() >= MOST;
  }

  /** Adds one; the null stands for the value that could not be read. */
  @Nullable Object add(InputPath at, String code, String message) {
    if (!areMany()) {
      errors.add(new FieldError(at.toString(), code, message));
    }
    return null;
  }

  /** Adds that something of another kind stands there. */
  @Nullable Object wrong(String expected, JsonNode found, InputPath at) {
    return add(at, "wrong_type", "must be " + expected + ", not " + PlainValues.describe(found));
  }

  /** What was probably meant, for the first problems. */
  String hint(String word, Collection<String> known) {
    return errors.size() < MOST_HINTS ? DidYouMean.hint(word, known) : "";
  }

  @Nullable Object text(JsonType.Text type, JsonNode node, InputPath at) {
    return node.isString()
        ? parsed(type, node.stringValue(), at)
        : wrong(type.expected(), node, at);
  }

  private @Nullable Object parsed(JsonType.Text type, String text, InputPath at) {
    try {
      return type.parse().apply(text);
    } catch (IllegalArgumentException | DateTimeException _) {
      return add(at, "invalid_format", "must be " + type.expected());
    }
  }

  @Nullable Object whole(JsonType.Whole type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node, type.bounds() == null);
    if (number == null) {
      return wrong("a whole number", node, at);
    }
    if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
      return add(at, "wrong_type", "must be a whole number, without a fraction");
    }
    return whole(type, number.toBigInteger(), at);
  }

  private @Nullable Object whole(JsonType.Whole type, BigInteger number, InputPath at) {
    JsonType.@Nullable Bounds bounds = type.bounds();
    return bounds == null || bounds.hold(number)
        ? type.convert().apply(number)
        : add(at, "out_of_range", "must be between " + bounds.least() + " and " + bounds.most());
  }

  @Nullable Object decimal(JsonType.Decimal type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node, type.format() == null);
    if (number == null) {
      return wrong("a number", node, at);
    }
    var value = type.convert().apply(number);
    return value instanceof Double || value instanceof Float ? finite((Number) value, at) : value;
  }

  private @Nullable Object finite(Number value, InputPath at) {
    return Double.isFinite(value.doubleValue())
        ? value
        : add(at, "out_of_range", "is too large a number");
  }

  /**
   * A number, or the text of one.
   *
   * @param exact whether the type keeps all digits, as clients send them in texts
   */
  private @Nullable BigDecimal number(JsonNode node, boolean exact) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    boolean text = node.isString() && (exact || reading != ReadMode.STRICT);
    return text ? number(node.stringValue()) : null;
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
    var word = reading != ReadMode.STRICT && node.isString() ? node.stringValue() : "";
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> wrong("true or false", node, at);
    };
  }

  @Nullable Object choice(EnumType type, JsonNode node, InputPath at) {
    if (!node.isString()) {
      return wrong("a text", node, at);
    }
    @Nullable Object constant = type.find(node.stringValue());
    return constant != null
        ? constant
        : add(
            at,
            "not_in_values",
            "must be one of "
                + String.join(", ", type.names())
                + hint(node.stringValue(), type.names()));
  }

  /** The key of an entry, which JSON has as a text. */
  @Nullable Object key(JsonType.Scalar type, String key, InputPath at) {
    return switch (type) {
      case JsonType.Text text -> parsed(text, key, at);
      case JsonType.Whole whole -> {
        @Nullable BigDecimal number = number(key);
        yield number == null || number.scale() > 0
            ? add(at, "invalid_format", "must have a whole number as its key")
            : whole(whole, number.toBigInteger(), at);
      }
      case EnumType choice -> {
        @Nullable Object constant = choice.find(key);
        yield constant == null
            ? add(
                at,
                "not_in_values",
                "must have one of " + String.join(", ", choice.names()) + " as its key")
            : constant;
      }
      case JsonType.Decimal _, JsonType.Flag _ -> key;
    };
  }

  /** How strictly JSON is read. */
  enum ReadMode {
    /** A client's payload: exact types, no unknown keys. */
    STRICT,
    /** A query or a form: every value is a text, no unknown keys. */
    FORM,
    /** Data of ours: decimals are texts, keys that the type does not have are left out. */
    LENIENT
  }

  /**
   * Where in the input; becomes a text only when something is wrong there.
   *
   * @param key of an object; null for an element of a list
   */
  record InputPath(@Nullable InputPath parent, @Nullable String key, int index) {
    /** The input itself. */
    static final InputPath ROOT = new InputPath(null, null, -1);

    private static final int LONGEST_KEY = 80;

    InputPath key(String name) {
      return new InputPath(this, name, -1);
    }

    InputPath item(int position) {
      return new InputPath(this, null, position);
    }

    /** Such as {@code lines[2].quantity}; empty for the input itself. */
    @Override
    public String toString() {
      if (parent == null) {
        return "";
      }
      var before = parent.toString();
      if (key == null) {
        return before + "[" + index + "]";
      }
      var shown = Texts.abbreviate(key, LONGEST_KEY);
      return before.isEmpty() ? shown : before + "." + shown;
    }
  }
}
