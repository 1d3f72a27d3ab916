package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Source;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the names in a filter: fields with the paths into them, and variables. A field that the
 * audience may not filter by is answered exactly as one that does not exist.
 *
 * @param states whether {@code $new} and {@code $old} are known
 */
record TargetResolver(Visibility visibility, boolean states) {
  private static final int LONGEST_KEY = 200;

  /**
   * What the key of a condition names, with what is needed to choose its operators and values.
   *
   * @param type the type that values it is compared with are read as; JSON for any scalar
   */
  record Target(Operand operand, Kind kind, ColumnType type) {
    private static Target column(String name, ColumnType type, Source source) {
      var path = new FieldPath.Column(name, type);
      return new Target(new Operand.Field(path, source), Kind.SCALAR, type);
    }

    boolean isList() {
      return kind == Kind.LIST;
    }

    /** The target's kind in words, for messages. */
    String word() {
      return switch (kind) {
        case SCALAR -> "a field of type " + TargetResolver.word(type);
        case ANY -> "a json value";
        case LIST -> "a list";
      };
    }
  }

  enum Kind {
    /** A single value. */
    SCALAR,
    /** A value inside JSON, of whatever type it turns out to have. */
    ANY,
    /** A list whose items have the type. */
    LIST
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
    var name = variable(key, place);
    return new Target(new Operand.Variable(name, name.type()), Kind.SCALAR, name.type());
  }

  /** The field that {@code $new.x} or {@code $old.x} names; null for another text. */
  @Nullable Target state(String text, String place) {
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
  static Variables.Name variable(String text, String place) {
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
      return Target.column(key, system, source);
    }
    int dot = key.indexOf('.');
    var name = dot < 0 ? key : key.substring(0, dot);
    var field = visibility.filterable(name);
    if (field == null) {
      throw unknownField(name, place);
    }
    var keys = dot < 0 ? List.<String>of() : keys(key.substring(dot + 1), place);
    return target(field, keys, source, place);
  }

  private static Target target(Field field, List<String> keys, Source source, String place) {
    var type = field.type();
    if (type instanceof FieldType.Json || type instanceof FieldType.Dictionary) {
      var path = new FieldPath.InsideJson(field.name(), keys);
      return new Target(new Operand.Field(path, source), Kind.ANY, ColumnType.JSON);
    }
    if (!keys.isEmpty()) {
      throw FilterParser.invalid(
          place, "'" + field.name() + "' is a " + type.word() + " and holds no other fields");
    }
    var column = Target.column(field.name(), type.column(), source);
    return type instanceof FieldType.ListOf(var item, _, _)
        ? new Target(column.operand(), Kind.LIST, item == null ? ColumnType.JSON : item.column())
        : column;
  }

  private static List<String> keys(String path, String place) {
    var keys = List.of(path.split("\\.", -1));
    for (var key : keys) {
      if (key.isEmpty() || key.length() > LONGEST_KEY || key.matches(".*[\"\\\\\\p{Cntrl}].*")) {
        throw FilterParser.invalid(
            place,
            "the keys of a path are separated by single dots, have at most "
                + LONGEST_KEY
                + " characters, and hold no quotes, backslashes or control characters");
      }
    }
    if (keys.size() > FilterParser.Limits.LEVELS) {
      throw FilterParser.invalid(
          place, "a path may have at most " + FilterParser.Limits.LEVELS + " keys");
    }
    return keys;
  }

  private Problem unknownField(String name, String place) {
    var hint = DidYouMean.hint(name, visibility.filterableNames());
    return FilterParser.invalid(place, "unknown field '" + Texts.abbreviate(name) + "'" + hint);
  }

  /** The type as schemas name it. */
  private static String word(ColumnType type) {
    return switch (type) {
      case TEXT -> "string";
      case INTEGER -> "integer";
      case REAL -> "number";
      case DECIMAL -> "decimal";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "datetime";
      case JSON -> "json";
      case UUID -> "uuid";
    };
  }
}
