package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Source;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a filter may use. Every name is looked up here, and a hidden field is answered
 * exactly as one that does not exist.
 */
final class Names {
  private static final Map<String, ColumnType> SYSTEM =
      Map.of(
          "id", ColumnType.UUID,
          "owner_id", ColumnType.UUID,
          "created_at", ColumnType.TIMESTAMP,
          "updated_at", ColumnType.TIMESTAMP);
  private static final int LONGEST_KEY = 200;

  private final Visibility visibility;
  private final boolean states;

  /** Names of an audience; with {@code states}, also those of the record before and after. */
  Names(Visibility visibility, boolean states) {
    this.visibility = visibility;
    this.states = states;
  }

  /** What a condition's key names: a field, a path into JSON, or a variable. */
  Subject subject(String key, String place) {
    return key.startsWith("$") ? variable(key, place) : field(key, Source.RECORD, place);
  }

  /** The field that {@code $new.x} or {@code $old.x} names; null for another text. */
  @Nullable Subject state(String text, String place) {
    if (text.startsWith("$new.") || text.startsWith("$old.")) {
      if (!states) {
        throw InvalidFilter.at(place, "$new and $old exist in rules of create and update only");
      }
      return field(text.substring(5), text.startsWith("$new") ? Source.NEW : Source.OLD, place);
    }
    if (text.startsWith("$record.")) {
      throw InvalidFilter.at(place, "$record exists inside 'exists' only");
    }
    return null;
  }

  private Subject variable(String key, String place) {
    var state = state(key, place);
    if (state != null) {
      return state;
    }
    var name = Variables.Name.of(key.substring(1)).orElseThrow(() -> unknownVariable(key, place));
    return new Subject.Scalar(new Operand.Variable(name, name.type()), name.type());
  }

  static Problem unknownVariable(String text, String place) {
    return InvalidFilter.at(
        place,
        "unknown variable '"
            + Texts.abbreviate(text)
            + "'"
            + DidYouMean.hint(text, Variables.Name.all())
            + " (write $$ for a text that begins with a dollar sign)");
  }

  private Subject field(String key, Source source, String place) {
    var system = SYSTEM.get(key);
    if (system != null) {
      return new Subject.Scalar(new Operand.Column(key, system, source), system);
    }
    int dot = key.indexOf('.');
    var name = dot < 0 ? key : key.substring(0, dot);
    var field = visibility.filterable(name);
    if (field == null) {
      throw unknownField(name, place);
    }
    var keys = dot < 0 ? List.<String>of() : keys(key.substring(dot + 1), place);
    return subject(field, keys, source, place);
  }

  private static Subject subject(Field field, List<String> keys, Source source, String place) {
    return switch (field.type()) {
      case FieldType.Json _, FieldType.Dictionary _ ->
          new Subject.Any(new Operand.Path(field.name(), keys, source));
      case FieldType type when !keys.isEmpty() ->
          throw InvalidFilter.at(
              place, "'" + field.name() + "' is a " + type.word() + " and holds no other fields");
      case FieldType.ListOf(var item, _, _) ->
          new Subject.Items(
              new Operand.Column(field.name(), ColumnType.JSON, source),
              item == null ? ColumnType.JSON : item.column());
      case FieldType type ->
          new Subject.Scalar(
              new Operand.Column(field.name(), type.column(), source), type.column());
    };
  }

  private static List<String> keys(String path, String place) {
    var keys = List.of(path.split("\\.", -1));
    for (var key : keys) {
      if (key.isEmpty() || key.length() > LONGEST_KEY || key.matches(".*[\"\\\\\\p{Cntrl}].*")) {
        throw InvalidFilter.at(
            place,
            "the keys of a path are separated by single dots, have at most "
                + LONGEST_KEY
                + " characters, and hold no quotes, backslashes or control characters");
      }
    }
    if (keys.size() > Budget.LEVELS) {
      throw InvalidFilter.at(place, "a path may have at most " + Budget.LEVELS + " keys");
    }
    return keys;
  }

  private Problem unknownField(String name, String place) {
    var known = new ArrayList<>(SYSTEM.keySet());
    known.addAll(visibility.names());
    return InvalidFilter.at(
        place, "unknown field '" + Texts.abbreviate(name) + "'" + DidYouMean.hint(name, known));
  }
}
