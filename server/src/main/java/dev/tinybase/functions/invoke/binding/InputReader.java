package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.functions.invoke.binding.JsonType.RecordType;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import dev.tinybase.functions.invoke.binding.ScalarReader.InputPath;
import dev.tinybase.functions.invoke.binding.ScalarReader.ReadMode;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one JSON document and collects everything that is wrong with it. */
final class InputReader {
  private final InputValidator checks;
  private final ReadMode reading;
  private final ScalarReader problems;

  InputReader(InputValidator checks, ReadMode reading) {
    this.checks = checks;
    this.reading = reading;
    this.problems = new ScalarReader(reading);
  }

  /** What was wrong so far. */
  List<FieldError> errors() {
    return problems.all();
  }

  /** Reads a value that stands in a field of a class, and checks it as the field says. */
  @Nullable Object field(
      Class<?> owner,
      String name,
      TypedElement use,
      boolean primitive,
      @Nullable JsonNode node,
      InputPath at) {
    int before = problems.count();
    @Nullable Object value = value(use, primitive, node, at);
    if (problems.noneSince(before) && use.checked()) {
      checks.field(owner, name, value, at, problems.all());
    }
    return value;
  }

  private @Nullable Object value(
      TypedElement use, boolean primitive, @Nullable JsonNode node, InputPath at) {
    if (node == null || node.isNull() || isBlankForm(use.shape(), node)) {
      if (primitive) {
        return node == null
            ? problems.add(at, "required", "is required")
            : problems.add(at, "null_not_allowed", "must not be null");
      }
      return use.absent();
    }
    return read(use.shape(), node, at);
  }

  /** Forms send an empty text for what was not filled in. */
  private boolean isBlankForm(JsonType shape, JsonNode node) {
    return reading == ReadMode.FORM
        && node.isString()
        && node.stringValue().isEmpty()
        && !(shape instanceof JsonType.Text text && text.format() == null);
  }

  private @Nullable Object read(JsonType shape, JsonNode node, InputPath at) {
    return switch (shape) {
      case JsonType.Any _ -> PlainValues.value(node);
      case JsonType.Text text -> problems.text(text, node, at);
      case JsonType.Whole whole -> problems.whole(whole, node, at);
      case JsonType.Decimal decimal -> problems.decimal(decimal, node, at);
      case JsonType.Flag _ -> problems.flag(node, at);
      case JsonType.Items items -> items(items, node, at);
      case JsonType.Entries entries -> entries(entries, node, at);
      case JsonType.Maybe maybe -> Optional.ofNullable(read(maybe.value().shape(), node, at));
      case JsonType.OneOf oneOf -> oneOf(oneOf, node, at);
      case JsonType.Unreadable unreadable -> problems.add(at, "unreadable", unreadable.reason());
      case EnumType choice -> problems.choice(choice, node, at);
      case RecordType product -> product(product, node, false, at);
    };
  }

  private @Nullable Object items(JsonType.Items type, JsonNode node, InputPath at) {
    if (!node.isArray()) {
      return reading == ReadMode.FORM && node.isString()
          ? CollectionTypes.collection(
              type.type(), Arrays.asList(element(type.element(), node, at.item(0))))
          : problems.wrong("a list", node, at);
    }
    int before = problems.count();
    var elements = new ArrayList<@Nullable Object>(node.size());
    for (var element : node.values()) {
      elements.add(element(type.element(), element, at.item(elements.size())));
      if (problems.areMany()) {
        break;
      }
    }
    return problems.noneSince(before) ? CollectionTypes.collection(type.type(), elements) : null;
  }

  private @Nullable Object element(TypedElement use, JsonNode node, InputPath at) {
    if (node.isNull() && !use.takesNullAsElement()) {
      return problems.add(at, "null_not_allowed", "must not be null");
    }
    return value(use, false, node, at);
  }

  private @Nullable Object entries(JsonType.Entries type, JsonNode node, InputPath at) {
    if (!node.isObject()) {
      return problems.wrong("an object", node, at);
    }
    var map = CollectionTypes.map(type.type());
    for (var entry : node.properties()) {
      var place = at.key(entry.getKey());
      @Nullable Object key = problems.key(type.key(), entry.getKey(), place);
      @Nullable Object value = element(type.value(), entry.getValue(), place);
      if (key != null) {
        map.put(key, value);
      }
      if (problems.areMany()) {
        break;
      }
    }
    return map;
  }

  private @Nullable Object oneOf(JsonType.OneOf type, JsonNode node, InputPath at) {
    if (!node.isObject()) {
      return problems.wrong("an object", node, at);
    }
    @Nullable JsonNode tag = node.get(TypeTag.KEY);
    var names = type.cases().keySet();
    if (tag == null) {
      return problems.add(
          at.key(TypeTag.KEY), "required", "is required: one of " + String.join(", ", names));
    }
    @Nullable RecordType product = tag.isString() ? named(type, tag.stringValue()) : null;
    return product == null
        ? problems.add(
            at.key(TypeTag.KEY),
            "not_in_values",
            "must be one of "
                + String.join(", ", names)
                + problems.hint(tag.isString() ? tag.stringValue() : "", names))
        : product(product, node, true, at);
  }

  private static @Nullable RecordType named(JsonType.OneOf type, String name) {
    @Nullable RecordType product = type.cases().get(name);
    return product != null
        ? product
        : type.cases().values().stream()
            .filter(one -> one.type().getSimpleName().equals(name))
            .findFirst()
            .orElse(null);
  }

  private @Nullable Object product(
      RecordType type, JsonNode node, boolean tagChecked, InputPath at) {
    if (!node.isObject()) {
      return reading == ReadMode.FORM
          ? problems.add(at, "wrong_type", "cannot be given in a query; send JSON with POST")
          : problems.wrong("an object", node, at);
    }
    int before = problems.count();
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
    if (known < node.size() && reading != ReadMode.LENIENT) {
      unknown(type, node, at);
    }
    return problems.noneSince(before) ? make(type, values, at) : null;
  }

  /** Counts the key that tells the record's type as known, where it is right. */
  private int tag(RecordType type, JsonNode node, boolean checked, InputPath at) {
    @Nullable JsonNode tag = type.tagged() ? node.get(TypeTag.KEY) : null;
    if (tag == null) {
      return 0;
    }
    if (!checked
        && !(tag.isString()
            && (tag.stringValue().equals(type.tag())
                || tag.stringValue().equals(type.type().getSimpleName())))) {
      problems.add(at.key(TypeTag.KEY), "not_in_values", "must be " + type.tag());
    }
    return 1;
  }

  private void unknown(RecordType type, JsonNode node, InputPath at) {
    var names =
        type.components().stream().map(RecordType.Component::name).collect(Collectors.toSet());
    for (var name : node.propertyNames()) {
      if (!names.contains(name) && !(type.tagged() && name.equals(TypeTag.KEY))) {
        problems.add(at.key(name), "unknown_field", "no such field" + problems.hint(name, names));
      }
      if (problems.areMany()) {
        return;
      }
    }
  }

  private @Nullable Object make(RecordType type, @Nullable Object[] values, InputPath at) {
    try {
      var made = type.make(values);
      if (type.checkedAsWhole()) {
        checks.whole(made, at, problems.all());
      }
      return made;
    } catch (NullPointerException e) {
      return problems.add(at, "invalid", told(e.getMessage()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return problems.add(
          at, "invalid", Objects.requireNonNullElse(e.getMessage(), "is not valid"));
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
}
