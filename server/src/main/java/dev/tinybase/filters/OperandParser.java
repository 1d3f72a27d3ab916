package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Source;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Decimals;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what stands on either side of a condition: names of fields with the paths into them,
 * variables, and constants. A field that the audience may not filter by is answered exactly as one
 * that does not exist.
 *
 * @param states whether {@code $new} and {@code $old} are known
 * @param isText whether every value is text, as in a URL, and is converted; else a value must have
 *     the right JSON type
 */
record OperandParser(Visibility visibility, boolean states, boolean isText) {
  private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z]");

  /** A number as JSON spells it; others, such as {@code +49}, are texts inside JSON. */
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private static final Pattern KEY = Pattern.compile("[^\"\\\\\\p{Cntrl}]{1,200}");

  /** A time whose offset has a space for its plus sign, as a URL's query means it. */
  private static final Pattern PLUS_LOST =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt ][\\d:.]{1,20} \\d\\d:?\\d\\d");

  private static final int LARGEST_SCALE = 10_000;

  /** What values are read as, without the constraints of any field. */
  private static final Map<ColumnType, FieldType> TYPES =
      Stream.of(
              new FieldType.Text(null, null, null, null, List.of()),
              new FieldType.Whole(null, null),
              new FieldType.Real(null, null),
              new FieldType.Decimal(null, null),
              new FieldType.Bool(),
              new FieldType.Date(),
              new FieldType.DateTime(),
              new FieldType.Json())
          .collect(Collectors.toMap(FieldType::column, Function.identity()));

  /**
   * What the key of a condition names, with what is needed to choose its operators and values.
   *
   * @param isList whether it is known to be a list, of items of the type
   * @param type the type that values it is compared with are read as; JSON for any scalar
   */
  record Target(Operand operand, boolean isList, ColumnType type) {
    /** Whether it is inside JSON, and of whatever type it turns out to have. */
    boolean isAny() {
      return !isList && type == ColumnType.JSON;
    }

    /** What it is in words, for messages. */
    String word() {
      if (isList || isAny()) {
        return isList ? "a list" : "a json value";
      }
      return "a field of type "
          + (type == ColumnType.UUID ? "uuid" : Objects.requireNonNull(TYPES.get(type)).word());
    }
  }

  /** What a condition's key names: a field, a path into JSON, or a variable. */
  Target target(String key, String place) {
    if (!key.startsWith("$")) {
      return field(key, Source.RECORD, place);
    }
    var state = state(key, place);
    if (state != null) {
      return state;
    }
    var name = name(key, place);
    return new Target(new Operand.Variable(name, name.type()), false, name.type());
  }

  /** A constant of the type, a variable, or in rules another column of the same type. */
  Operand operand(JsonNode node, ColumnType type, String place) {
    return node.isString() && VARIABLE.matcher(node.stringValue()).lookingAt()
        ? variable(node.stringValue(), type, place)
        : constant(node, type, place);
  }

  /** In rules the list of another state, of the same items; null for another value. */
  @Nullable Operand list(JsonNode node, Target target, String place) {
    var text = node.stringValue("");
    var state = VARIABLE.matcher(text).lookingAt() ? state(text, place) : null;
    if (state == null) {
      return null;
    }
    boolean fits = state.isAny() || (state.isList() && (target.isAny() || same(state, target)));
    if (!fits) {
      throw FilterParser.invalid(
          place, "must be a list of the same type, which " + text + " is not");
    }
    return state.operand();
  }

  private static boolean same(Target one, Target other) {
    return one.type() == other.type()
        || one.type() == ColumnType.JSON
        || other.type() == ColumnType.JSON;
  }

  /** What a name without {@code $old} and {@code $new} stands for in both states of a change. */
  FieldPath path(JsonNode name, String place) {
    if (states
        && name.isString()
        && field(name.stringValue(), Source.RECORD, place).operand()
            instanceof Operand.Field(var path, _)) {
      return path;
    }
    throw FilterParser.invalid(place, "must be the name of a field, or a list of names");
  }

  /** A constant of the type. */
  Operand.Value constant(JsonNode node, ColumnType type, String place) {
    try {
      return new Operand.Value(value(node, type));
    } catch (InvalidValue _) {
      boolean lacksPlus = PLUS_LOST.matcher(node.stringValue("")).matches();
      var hint = lacksPlus ? "; in a URL a + is written %2B, a bare one is a space" : "";
      throw FilterParser.invalid(place, "must be " + wanted(type) + hint);
    }
  }

  /** The field that {@code $new.x} or {@code $old.x} names; null for another text. */
  private @Nullable Target state(String text, String place) {
    if (text.startsWith("$new.") || text.startsWith("$old.")) {
      if (!states) {
        throw FilterParser.invalid(place, "$new and $old exist in rules of create and update only");
      }
      return field(text.substring(5), text.startsWith("$new") ? Source.NEW : Source.OLD, place);
    }
    if (text.startsWith("$record.")) {
      throw FilterParser.invalid(place, "$record exists inside 'exists' only");
    }
    return null;
  }

  /** The variable that a text with its dollar sign names. */
  private static Variables.Name name(String text, String place) {
    return Variables.Name.of(text.substring(1)).orElseThrow(() -> unknownVariable(text, place));
  }

  private static Problem unknownVariable(String text, String place) {
    return FilterParser.invalid(
        place,
        "unknown variable '"
            + Texts.abbreviate(text)
            + "'"
            + DidYouMean.hint(text, Variables.Name.all())
            + " (write $$ for a text that begins with a dollar sign)");
  }

  private Target field(String key, Source source, String place) {
    var system = Schema.SYSTEM_COLUMNS.get(key);
    if (system != null) {
      return column(key, system, source);
    }
    int dot = key.indexOf('.');
    var name = dot < 0 ? key : key.substring(0, dot);
    var field = visibility.filterable(name);
    if (field == null) {
      var hint = DidYouMean.hint(name, visibility.filterableNames());
      throw FilterParser.invalid(place, "unknown field '" + Texts.abbreviate(name) + "'" + hint);
    }
    var type = field.type();
    if (type instanceof FieldType.Json || type instanceof FieldType.Dictionary) {
      var keys = dot < 0 ? List.<String>of() : keys(key.substring(dot + 1), place);
      var path = new FieldPath.InsideJson(name, keys);
      return new Target(new Operand.Field(path, source), false, ColumnType.JSON);
    }
    if (dot >= 0) {
      throw FilterParser.invalid(
          place, "'" + name + "' is a " + type.word() + " and holds no other fields");
    }
    var column = column(name, type.column(), source);
    return type instanceof FieldType.ListOf(var item, _, _)
        ? new Target(column.operand(), true, item == null ? ColumnType.JSON : item.column())
        : column;
  }

  private static Target column(String name, ColumnType type, Source source) {
    var path = new FieldPath.Column(name, type);
    return new Target(new Operand.Field(path, source), false, type);
  }

  private static List<String> keys(String path, String place) {
    var keys = List.of(path.split("\\.", -1));
    for (var key : keys) {
      if (!KEY.matcher(key).matches()) {
        throw FilterParser.invalid(
            place,
            "the keys of a path are separated by single dots, have at most 200 characters, and hold"
                + " no quotes, backslashes or control characters");
      }
    }
    if (keys.size() > FilterParser.Limits.LEVELS) {
      throw FilterParser.invalid(
          place, "a path may have at most " + FilterParser.Limits.LEVELS + " keys");
    }
    return keys;
  }

  private Operand variable(String text, ColumnType type, String place) {
    var state = state(text, place);
    if (state != null && !state.isList() && state.type() == type) {
      return state.operand();
    }
    var name = state == null ? name(text, place) : null;
    var wanted = type;
    if (name != null && type == ColumnType.JSON) {
      wanted = name.type() == ColumnType.BOOLEAN ? name.type() : ColumnType.TEXT;
    }
    if (name == null || !name.canBe(wanted)) {
      throw FilterParser.invalid(place, "must be " + wanted(type) + ", which " + text + " is not");
    }
    return new Operand.Variable(name, wanted);
  }

  private Object value(JsonNode node, ColumnType type) {
    return switch (type) {
      case TEXT -> string(node.isString() ? node.stringValue() : null);
      case UUID ->
          Uuids.parse(node.asString(""))
              .orElseThrow(() -> new InvalidValue("wrong_type", "no UUID"));
      case JSON -> isText ? scalar(node.stringValue()) : scalar(node);
      case INTEGER -> convert(node, type, isText || node.isNumber());
      case TIMESTAMP -> convert(node, type, true);
      case REAL, BOOLEAN, DATE -> convert(node, type, isText);
      case DECIMAL -> decimal(node);
    };
  }

  private static Object convert(JsonNode node, ColumnType type, boolean lenient) {
    return FieldValues.convert(Objects.requireNonNull(TYPES.get(type)), node, lenient);
  }

  /** A decimal number, also as text inside JSON, and also one beyond those that can be stored. */
  private static BigDecimal decimal(JsonNode node) {
    var number = node.isNumber() ? node.decimalValue() : Decimals.parse(node.asString(""));
    if (number == null || Math.abs((long) number.scale()) > LARGEST_SCALE) {
      throw new InvalidValue("wrong_type", "no decimal number");
    }
    return number;
  }

  /** Text as JSON where it reads as a number, true, false or a quoted text, else as it is. */
  private static Object scalar(String text) {
    if (NUMBER.matcher(text).matches()) {
      return number(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return string(quoted ? text.substring(1, text.length() - 1) : text);
  }

  private static Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> number(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case STRING, ARRAY, OBJECT, NULL, MISSING, BINARY, POJO ->
          string(node.isString() ? node.stringValue() : null);
    };
  }

  /** A number inside JSON: a Long where it is one, else a finite Double. */
  private static Object number(BigDecimal number) {
    var whole = Decimals.whole(number);
    if (whole == null && Double.isInfinite(number.doubleValue())) {
      throw new InvalidValue("out_of_range", "is too large");
    }
    return whole != null ? whole : (Object) number.doubleValue();
  }

  /** Text that a database can hold; {@code $$} stands for a dollar sign at its beginning. */
  private static String string(@Nullable String text) {
    if (text == null || !Json.isWellFormed(text)) {
      throw new InvalidValue("wrong_type", "no text");
    }
    return text.startsWith("$$") ? text.substring(1) : text;
  }

  /** What a value of the type looks like. */
  private static String wanted(ColumnType type) {
    return switch (type) {
      case TEXT -> "a text without NUL characters";
      case INTEGER -> "a whole number of 64 bits";
      case REAL -> "a number";
      case DECIMAL -> "a decimal number";
      case BOOLEAN -> "true or false";
      case DATE -> "a date such as 2026-11-22";
      case TIMESTAMP -> "a time such as 2026-11-22T22:18:10Z";
      case JSON -> "a text, a number, true or false";
      case UUID -> "a UUID";
    };
  }
}
