package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Source;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.filters.FilterParser.Place;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.List;
import java.util.regex.Pattern;
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
  private static final Pattern KEY = Pattern.compile("[^\"\\\\\\p{Cntrl}]{1,200}");

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
          + (type == ColumnType.UUID ? "uuid" : ConstantReader.type(type).word());
    }
  }

  /** What a condition's key names: a field, a path into JSON, or a variable. */
  Target target(String key, Place place) {
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
  Operand operand(JsonNode node, ColumnType type, Place place) {
    return node.isString() && VARIABLE.matcher(node.stringValue()).lookingAt()
        ? variable(node.stringValue(), type, place)
        : constant(node, type, place);
  }

  /** In rules the list of another state, of the same items; null for another value. */
  @Nullable Operand list(JsonNode node, Target target, Place place) {
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
  FieldPath path(JsonNode name, Place place) {
    if (states
        && name.isString()
        && field(name.stringValue(), Source.RECORD, place).operand()
            instanceof Operand.Field(var path, _)) {
      return path;
    }
    throw FilterParser.invalid(place, "must be the name of a field, or a list of names");
  }

  /** A constant of the type. */
  Operand.Value constant(JsonNode node, ColumnType type, Place place) {
    return ConstantReader.read(node, type, isText, place);
  }

  /** The field that {@code $new.x} or {@code $old.x} names; null for another text. */
  private @Nullable Target state(String text, Place place) {
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
  private static Variables.Name name(String text, Place place) {
    return Variables.Name.of(text.substring(1)).orElseThrow(() -> unknownVariable(text, place));
  }

  private static Problem unknownVariable(String text, Place place) {
    return FilterParser.invalid(
        place,
        "unknown variable '"
            + Texts.abbreviate(text)
            + "'"
            + DidYouMean.hint(text, Variables.Name.all())
            + " (write $$ for a text that begins with a dollar sign)");
  }

  private Target field(String key, Source source, Place place) {
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

  private static List<String> keys(String path, Place place) {
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

  private Operand variable(String text, ColumnType type, Place place) {
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
      throw FilterParser.invalid(
          place, "must be " + ConstantReader.wanted(type) + ", which " + text + " is not");
    }
    return new Operand.Variable(name, wanted);
  }
}
