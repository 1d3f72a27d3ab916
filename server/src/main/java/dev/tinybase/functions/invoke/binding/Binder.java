package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Nearest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one JSON document and collects everything that is wrong with it. */
final class Binder {
  /** So many problems are told; a million unknown keys shall cost no more than that. */
  static final int MOST_ERRORS = 100;

  private static final int MOST_HINTS = 10;
  private static final int MOST_DIGITS = 1_000;

  private final Checks checks;
  private final Reading reading;
  private final List<FieldError> errors = new ArrayList<>(0);

  Binder(Checks checks, Reading reading) {
    this.checks = checks;
    this.reading = reading;
  }

  /** What was wrong so far. */
  List<FieldError> errors() {
    return errors;
  }

  /** Reads a value that stands in a field of a class, and checks it as the field says. */
  @Nullable Object field(
      Class<?> owner, String name, Use use, boolean primitive, @Nullable JsonNode node, Place at) {
    int before = errors.size();
    @Nullable Object value = value(use, primitive, node, at);
    if (errors.size() == before && use.checked()) {
      checks.field(owner, name, value, at, errors);
    }
    return value;
  }

  private @Nullable Object value(Use use, boolean primitive, @Nullable JsonNode node, Place at) {
    if (node == null || node.isNull() || isBlankForm(use.shape(), node)) {
      if (primitive) {
        return node == null
            ? error(at, "required", "is required")
            : error(at, "null_not_allowed", "must not be null");
      }
      return use.absent();
    }
    return read(use.shape(), node, at);
  }

  /** Forms send an empty text for what was not filled in. */
  private boolean isBlankForm(Shape shape, JsonNode node) {
    return reading == Reading.FORM
        && node.isString()
        && node.stringValue().isEmpty()
        && !(shape instanceof Shape.Text text && text.format() == null);
  }

  private @Nullable Object read(Shape shape, JsonNode node, Place at) {
    return switch (shape) {
      case Shape.Any _ -> Plain.value(node);
      case Shape.Text text -> text(text, node, at);
      case Shape.Whole whole -> whole(whole, node, at);
      case Shape.Decimal decimal -> decimal(decimal, node, at);
      case Shape.Flag _ -> flag(node, at);
      case Shape.Items items -> items(items, node, at);
      case Shape.Entries entries -> entries(entries, node, at);
      case Shape.Maybe maybe -> Optional.ofNullable(read(maybe.value().shape(), node, at));
      case Shape.OneOf oneOf -> oneOf(oneOf, node, at);
      case Shape.Unreadable unreadable -> error(at, "unreadable", unreadable.reason());
      case Choice choice -> choice(choice, node, at);
      case Product product -> product(product, node, false, at);
    };
  }

  private @Nullable Object text(Shape.Text type, JsonNode node, Place at) {
    return node.isString()
        ? parsed(type, node.stringValue(), at)
        : wrong(type.expected(), node, at);
  }

  private @Nullable Object parsed(Shape.Text type, String text, Place at) {
    try {
      return type.parse().apply(text);
    } catch (IllegalArgumentException | DateTimeException _) {
      return error(at, "invalid_format", "must be " + type.expected());
    }
  }

  private @Nullable Object whole(Shape.Whole type, JsonNode node, Place at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return wrong("a whole number", node, at);
    }
    if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
      return error(at, "wrong_type", "must be a whole number, without a fraction");
    }
    return whole(type, number.toBigInteger(), at);
  }

  private @Nullable Object whole(Shape.Whole type, BigInteger number, Place at) {
    Shape.@Nullable Bounds bounds = type.bounds();
    return bounds == null || bounds.hold(number)
        ? type.convert().apply(number)
        : error(at, "out_of_range", "must be between " + bounds.least() + " and " + bounds.most());
  }

  private @Nullable Object decimal(Shape.Decimal type, JsonNode node, Place at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return wrong("a number", node, at);
    }
    @Nullable Object value = type.convert().apply(number);
    return value == null ? error(at, "out_of_range", "is too large a number") : value;
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

  private @Nullable Object flag(JsonNode node, Place at) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    var word = reading.texts() && node.isString() ? node.stringValue() : "";
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> wrong("true or false", node, at);
    };
  }

  private @Nullable Object choice(Choice type, JsonNode node, Place at) {
    if (!node.isString()) {
      return wrong("a text", node, at);
    }
    @Nullable Object constant = type.find(node.stringValue());
    return constant != null
        ? constant
        : error(
            at,
            "not_in_values",
            "must be one of "
                + String.join(", ", type.names())
                + hint(node.stringValue(), type.names()));
  }

  private @Nullable Object items(Shape.Items type, JsonNode node, Place at) {
    if (!node.isArray()) {
      return reading == Reading.FORM && node.isString()
          ? Containers.collection(
              type.type(), Arrays.asList(element(type.element(), node, at.item(0))))
          : wrong("a list", node, at);
    }
    int before = errors.size();
    var elements = new ArrayList<@Nullable Object>(node.size());
    for (var element : node.values()) {
      elements.add(element(type.element(), element, at.item(elements.size())));
      if (errors.size() >= MOST_ERRORS) {
        break;
      }
    }
    return errors.size() == before ? Containers.collection(type.type(), elements) : null;
  }

  private @Nullable Object element(Use use, JsonNode node, Place at) {
    if (node.isNull() && !use.takesNullAsElement()) {
      return error(at, "null_not_allowed", "must not be null");
    }
    return value(use, false, node, at);
  }

  private @Nullable Object entries(Shape.Entries type, JsonNode node, Place at) {
    if (!node.isObject()) {
      return wrong("an object", node, at);
    }
    var map = Containers.map(type.type());
    for (var entry : node.properties()) {
      var place = at.key(entry.getKey());
      @Nullable Object key = key(type.key(), entry.getKey(), place);
      @Nullable Object value = element(type.value(), entry.getValue(), place);
      if (key != null) {
        map.put(key, value);
      }
      if (errors.size() >= MOST_ERRORS) {
        break;
      }
    }
    return map;
  }

  private @Nullable Object key(Shape shape, String key, Place at) {
    return switch (shape) {
      case Shape.Text text -> parsed(text, key, at);
      case Shape.Whole whole -> {
        @Nullable BigDecimal number = number(key);
        yield number == null || number.scale() > 0
            ? error(at, "invalid_format", "must have a whole number as its key")
            : whole(whole, number.toBigInteger(), at);
      }
      case Choice choice -> {
        @Nullable Object constant = choice.find(key);
        yield constant == null
            ? error(
                at,
                "not_in_values",
                "must have one of " + String.join(", ", choice.names()) + " as its key")
            : constant;
      }
      case Shape.Any _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Items _,
          Shape.Entries _,
          Shape.Maybe _,
          Shape.OneOf _,
          Shape.Unreadable _,
          Product _ ->
          key;
    };
  }

  private @Nullable Object oneOf(Shape.OneOf type, JsonNode node, Place at) {
    if (!node.isObject()) {
      return wrong("an object", node, at);
    }
    @Nullable JsonNode tag = node.get(Tags.KEY);
    var names = type.cases().keySet();
    if (tag == null) {
      return error(at.key(Tags.KEY), "required", "is required: one of " + String.join(", ", names));
    }
    @Nullable Product product = tag.isString() ? named(type, tag.stringValue()) : null;
    return product == null
        ? error(
            at.key(Tags.KEY),
            "not_in_values",
            "must be one of "
                + String.join(", ", names)
                + hint(tag.isString() ? tag.stringValue() : "", names))
        : product(product, node, true, at);
  }

  private static @Nullable Product named(Shape.OneOf type, String name) {
    @Nullable Product product = type.cases().get(name);
    return product != null
        ? product
        : type.cases().values().stream()
            .filter(one -> one.type().getSimpleName().equals(name))
            .findFirst()
            .orElse(null);
  }

  private @Nullable Object product(Product type, JsonNode node, boolean tagChecked, Place at) {
    if (!node.isObject()) {
      return reading == Reading.FORM
          ? error(at, "wrong_type", "cannot be given in a query; send JSON with POST")
          : wrong("an object", node, at);
    }
    int before = errors.size();
    int known = tag(type, node, tagChecked, at);
    var components = type.components();
    var values = new @Nullable Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      var component = components.get(i);
      @Nullable JsonNode child = node.get(component.name());
      known += child == null ? 0 : 1;
      values[i] =
          field(
              type.type(),
              component.name(),
              component.use(),
              component.primitive(),
              child,
              at.key(component.name()));
    }
    if (known < node.size() && !reading.ignoresUnknown()) {
      unknown(type, node, at);
    }
    return errors.size() == before ? make(type, values, at) : null;
  }

  /** Counts the key that tells the record's type as known, where it is right. */
  private int tag(Product type, JsonNode node, boolean checked, Place at) {
    @Nullable JsonNode tag = type.tagged() ? node.get(Tags.KEY) : null;
    if (tag == null) {
      return 0;
    }
    if (!checked
        && !(tag.isString()
            && (tag.stringValue().equals(type.tag())
                || tag.stringValue().equals(type.type().getSimpleName())))) {
      error(at.key(Tags.KEY), "not_in_values", "must be " + type.tag());
    }
    return 1;
  }

  private void unknown(Product type, JsonNode node, Place at) {
    var names = type.components().stream().map(Product.Component::name).collect(Collectors.toSet());
    for (var name : node.propertyNames()) {
      if (!names.contains(name) && !(type.tagged() && name.equals(Tags.KEY))) {
        error(at.key(name), "unknown_field", "no such field" + hint(name, names));
      }
      if (errors.size() >= MOST_ERRORS) {
        return;
      }
    }
  }

  private @Nullable Object make(Product type, @Nullable Object[] values, Place at) {
    try {
      var made = type.make(values);
      if (type.checkedAsWhole()) {
        checks.whole(made, at, errors);
      }
      return made;
    } catch (NullPointerException e) {
      return error(at, "invalid", told(e.getMessage()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return error(at, "invalid", Objects.requireNonNullElse(e.getMessage(), "is not valid"));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("The constructor of " + type.type().getName() + " failed", e);
    }
  }

  /** The author's message, and not the JDK's own, which tells of the code. */
  private static String told(@Nullable String message) {
    return message == null || message.startsWith("Cannot ") ? "is not complete" : message;
  }

  private String hint(String word, Collection<String> known) {
    return errors.size() < MOST_HINTS ? Nearest.hint(word, known) : "";
  }

  private @Nullable Object wrong(String expected, JsonNode found, Place at) {
    return error(at, "wrong_type", "must be " + expected + ", not " + Plain.describe(found));
  }

  private @Nullable Object error(Place at, String code, String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(new FieldError(at.toString(), code, message));
    }
    return null;
  }
}
