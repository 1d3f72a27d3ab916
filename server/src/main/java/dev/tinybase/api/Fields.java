package dev.tinybase.api;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of a JSON object by name and type, collecting every error on the way; {@link
 * #check} then throws them as one 422. A required member that is missing or wrong reads as a
 * placeholder, so read all of them first, then check, then use.
 *
 * <p>The optional readers give nothing for an absent member and for null; {@link #sent} and {@link
 * #isNull} tell these two apart. Values are never echoed, because they may be secrets.
 */
public final class Fields {
  private static final UUID NO_UUID = new UUID(0, 0);
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** So many unknown keys are told; a million of them shall cost no more than that. */
  private static final int MOST_UNKNOWN = 20;

  private final ObjectNode node;
  private final List<String> loc;
  private final List<InputError> errors = new ArrayList<>();

  private Fields(ObjectNode node, List<String> loc) {
    this.node = node;
    this.loc = loc;
  }

  /** The members of a request's body. */
  public static Fields of(ObjectNode body) {
    return new Fields(body, List.of("body"));
  }

  /** The members of an object at a place inside the body, named as {@code body, schema, ...}. */
  public static Fields of(ObjectNode node, List<String> loc) {
    return new Fields(node, List.copyOf(loc));
  }

  /** Refuses every other key, naming the nearest of these. */
  public Fields only(String... names) {
    var known = List.of(names);
    for (var key : node.propertyNames()) {
      if (!known.contains(key) && errors.size() < MOST_UNKNOWN) {
        refuse(
            key,
            "extra_forbidden",
            "Unknown field '" + Texts.abbreviate(key) + "'" + DidYouMean.hint(key, known));
      }
    }
    return this;
  }

  /** A text that must be there, of a length in characters. */
  public String text(String name, int least, int most) {
    return required(name, optionalText(name, least, most), "");
  }

  /** A text of a length in characters. */
  public Optional<String> optionalText(String name, int least, int most) {
    return read(name, node -> string(name, node, least, most));
  }

  /** A truth value that must be there. */
  public boolean bool(String name) {
    return required(name, optionalBool(name), false);
  }

  /** A truth value. */
  public Optional<Boolean> optionalBool(String name) {
    return typed(name, JsonNode::isBoolean, JsonNode::booleanValue, "bool_type", "true or false");
  }

  /** A whole number within bounds that must be there. */
  public long integer(String name, long least, long most) {
    return required(name, optionalInteger(name, least, most), 0L);
  }

  /** A whole number within bounds. */
  public Optional<Long> optionalInteger(String name, long least, long most) {
    return read(name, node -> whole(name, node, least, most));
  }

  /** One of these by its name in lower case, that must be there. */
  public <E extends Enum<E>> E choice(String name, E[] values) {
    return required(name, optionalChoice(name, values), values[0]);
  }

  /** One of these by its name in lower case. */
  public <E extends Enum<E>> Optional<E> optionalChoice(String name, E[] values) {
    return read(
        name,
        node -> {
          var words =
              Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
          var word = node.isString() ? node.stringValue() : "";
          int index = words.indexOf(word);
          return index >= 0
              ? Optional.of(values[index])
              : refused(
                  name,
                  "enum",
                  "must be " + String.join(" or ", words) + DidYouMean.hint(word, words));
        });
  }

  /** An object that must be there. */
  public ObjectNode object(String name) {
    return required(name, optionalObject(name), node);
  }

  /** An object. */
  public Optional<ObjectNode> optionalObject(String name) {
    return typed(name, JsonNode::isObject, ObjectNode.class::cast, "dict_type", "an object");
  }

  /** An array that must be there. */
  public ArrayNode array(String name) {
    return required(name, optionalArray(name), node.arrayNode());
  }

  /** An array. */
  public Optional<ArrayNode> optionalArray(String name) {
    return typed(name, JsonNode::isArray, ArrayNode.class::cast, "list_type", "an array");
  }

  /** Texts: an array of them, or one text in which commas separate them. */
  public Optional<List<String>> optionalTexts(String name) {
    return read(
        name,
        node -> {
          if (node.isString()) {
            return Optional.of(List.of(node.stringValue().split(",", -1)));
          }
          if (node.isArray() && node.valueStream().allMatch(JsonNode::isString)) {
            return Optional.of(node.valueStream().map(JsonNode::stringValue).toList());
          }
          return refused(name, "list_type", "must be a list of texts");
        });
  }

  /** A UUID that must be there. */
  public UUID uuid(String name) {
    return required(name, optionalUuid(name), NO_UUID);
  }

  /** A UUID. */
  public Optional<UUID> optionalUuid(String name) {
    return read(name, node -> uuid(name, node));
  }

  /** An instant in RFC 3339, of the years 0 to 9999, which both databases can hold. */
  public Optional<Instant> optionalInstant(String name) {
    return read(name, node -> instant(name, node));
  }

  /** Whether the member was sent, be it as null. */
  public boolean sent(String name) {
    return node.has(name);
  }

  /** Whether the member was sent as null. */
  public boolean isNull(String name) {
    return node.path(name).isNull();
  }

  /** Adds an error of the caller's own. */
  public void refuse(String name, String type, String message) {
    var place = new ArrayList<>(loc);
    place.add(Texts.abbreviate(name));
    errors.add(new InputError(type, place, message, null));
  }

  /** Throws the 422 that names every error so far, if there is one. */
  public void check() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }

  private <T> Optional<T> typed(
      String name, Predicate<JsonNode> is, Function<JsonNode, T> value, String type, String what) {
    return read(
        name,
        node -> {
          if (is.test(node)) {
            return Optional.of(value.apply(node));
          }
          return refused(name, type, "must be " + what);
        });
  }

  private <T> Optional<T> read(String name, Function<JsonNode, Optional<T>> reader) {
    var value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : reader.apply(value);
  }

  private <T> T required(String name, Optional<T> value, T placeholder) {
    if (value.isEmpty() && (!sent(name) || isNull(name))) {
      refuse(name, "missing", "Field required");
    }
    return value.orElse(placeholder);
  }

  private Optional<String> string(String name, JsonNode node, int least, int most) {
    if (!node.isString()) {
      return refused(name, "string_type", "must be a text");
    }
    var text = node.stringValue();
    int length = text.codePointCount(0, text.length());
    if (length < least) {
      return refused(name, "string_too_short", "must have at least " + least + " characters");
    }
    if (length > most) {
      return refused(name, "string_too_long", "must have at most " + most + " characters");
    }
    return Optional.of(text);
  }

  private Optional<Long> whole(String name, JsonNode node, long least, long most) {
    if (!node.isIntegralNumber()) {
      return refused(name, "int_type", "must be a whole number");
    }
    if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
      return refused(name, "int_range", "must be a whole number from " + least + " to " + most);
    }
    return Optional.of(node.longValue());
  }

  private Optional<UUID> uuid(String name, JsonNode node) {
    var id = node.isString() ? Uuids.parse(node.stringValue()) : Optional.<UUID>empty();
    return id.isPresent() ? id : refused(name, "uuid_parsing", "must be a UUID");
  }

  private Optional<Instant> instant(String name, JsonNode node) {
    if (node.isString()) {
      try {
        var instant = OffsetDateTime.parse(node.stringValue()).toInstant();
        if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
          return Optional.of(Instants.micros(instant));
        }
      } catch (DateTimeException _) {
        // the same answer as for a value that is no text
      }
    }
    return refused(
        name, "datetime_parsing", "must be a time in RFC 3339, such as 2026-11-22T22:18:10Z");
  }

  private <T> Optional<T> refused(String name, String type, String message) {
    refuse(name, type, message);
    return Optional.empty();
  }
}
