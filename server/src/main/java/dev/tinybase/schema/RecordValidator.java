package dev.tinybase.schema;

import dev.tinybase.db.JsonText;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the data of records against one version of a schema; built once for it and safe for many
 * threads. All problems of a record come at once, as {@link Problem#invalidRecord}.
 */
public final class RecordValidator {
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** So many problems are told; a million unknown keys shall cost no more than that. */
  private static final int MOST_ERRORS = 100;

  private static final int MOST_HINTS = 10;

  private static final JsonText EMPTY_LIST = new JsonText("[]");
  private static final JsonText EMPTY_OBJECT = new JsonText("{}");

  private final Schema schema;
  private final boolean coerce;
  private final boolean ignoreUnknown;
  private final Field[] fields;
  private final @Nullable Object[] fallbacks;
  private final int[] mostBytes;

  /**
   * Prepares the checks.
   *
   * @param coerce whether values are converted as leniently as the original does
   * @param ignoreUnknown whether unknown keys are dropped instead of refused
   * @param mostBytes for each text field in an index: the most bytes that the index takes
   */
  public RecordValidator(
      Schema schema, boolean coerce, boolean ignoreUnknown, Map<String, Integer> mostBytes) {
    this.schema = schema;
    this.coerce = coerce;
    this.ignoreUnknown = ignoreUnknown;
    this.fields = schema.fields().toArray(Field[]::new);
    this.fallbacks = new Object[fields.length];
    this.mostBytes = new int[fields.length];
    for (int i = 0; i < fields.length; i++) {
      fallbacks[i] = fallback(fields[i]);
      this.mostBytes[i] = mostBytes.getOrDefault(fields[i].name(), UNBOUNDED);
    }
  }

  /** What a record holds where the field was not given: the default, an empty list, or null. */
  public static @Nullable Object fallback(Field field) {
    if (field.fallback() != null) {
      return FieldValues.read(field.type(), field.fallback(), false);
    }
    if (field.emptyByDefault()) {
      return field.type() instanceof FieldType.ListOf ? EMPTY_LIST : EMPTY_OBJECT;
    }
    return null;
  }

  /** The values of a new record, one for each field in order, with defaults filled in. */
  public @Nullable Object[] create(ObjectNode data, Visibility visibility) {
    return whole(data, visibility, fallbacks);
  }

  /**
   * The values of a record that is replaced as a whole. Fields that the caller may not write keep
   * what they have.
   *
   * @param current the record's values, one for each field in order
   */
  public @Nullable Object[] replace(
      ObjectNode data, @Nullable Object[] current, Visibility visibility) {
    return whole(data, visibility, current);
  }

  /** Some fields' new values; with operators {@code $inc}, {@code $append} and {@code $remove}. */
  public RecordPatch patch(ObjectNode data, Visibility visibility) {
    var errors = new ArrayList<FieldError>(0);
    var positions = new int[data.size()];
    var changes = new ArrayList<RecordPatch.Change>(data.size());
    eachWritable(
        data,
        visibility,
        errors,
        (position, node) -> {
          var change = change(position, node);
          positions[changes.size()] = position;
          changes.add(change);
        });
    throwIfAny(errors);
    return new RecordPatch(this, Arrays.copyOf(positions, changes.size()), changes);
  }

  /**
   * The value that a patch would make of a field; what it gives itself where that does not fit.
   *
   * @param current the record's values, one for each field in order
   */
  public @Nullable Object preview(String name, JsonNode given, @Nullable Object[] current) {
    int position = schema.position(name);
    if (position < 0 || !given.isObject()) {
      return given;
    }
    try {
      return RecordPatch.value(this, position, change(position, given), current);
    } catch (InvalidValue _) {
      return given;
    }
  }

  Schema schema() {
    return schema;
  }

  /** Reads one value of a field. */
  @Nullable Object read(int position, JsonNode node) {
    var field = fields[position];
    if (node.isNull()) {
      if (!field.acceptsNull()) {
        throw new InvalidValue("null_not_allowed", "must not be null");
      }
      return null;
    }
    var value = FieldValues.read(field.type(), node, coerce);
    if (mostBytes[position] != UNBOUNDED && value instanceof String text) {
      fitsIndex(text, mostBytes[position]);
    }
    return value;
  }

  static void throwIfAny(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw Problem.invalidRecord(errors);
    }
  }

  private @Nullable Object[] whole(
      ObjectNode data, Visibility visibility, @Nullable Object[] unwritable) {
    var errors = new ArrayList<FieldError>(0);
    var values = new @Nullable Object[fields.length];
    var given = new boolean[fields.length];
    eachWritable(
        data,
        visibility,
        errors,
        (position, node) -> {
          given[position] = true;
          values[position] = read(position, node);
        });
    for (int i = 0; i < fields.length; i++) {
      if (!given[i]) {
        values[i] = visibility.isWritable(i) ? absent(i, errors) : unwritable[i];
      }
    }
    throwIfAny(errors);
    return values;
  }

  /** What happens to the value that is given for a field. */
  private interface ValueReader {
    void read(int position, JsonNode node);
  }

  private void eachWritable(
      ObjectNode data, Visibility visibility, List<FieldError> errors, ValueReader reader) {
    for (var entry : data.properties()) {
      if (errors.size() == MOST_ERRORS) {
        return;
      }
      int position = writable(entry.getKey(), visibility, errors);
      if (position >= 0) {
        try {
          reader.read(position, entry.getValue());
        } catch (InvalidValue e) {
          errors.add(e.at(entry.getKey()));
        }
      }
    }
  }

  private @Nullable Object absent(int position, List<FieldError> errors) {
    var field = fields[position];
    if (field.required() && field.fallback() == null) {
      errors.add(new FieldError(field.name(), "required", "is required"));
    }
    return fallbacks[position];
  }

  /** The position of a field that may be set; -1 for others, noted unless ignored. */
  private int writable(String name, Visibility visibility, List<FieldError> errors) {
    int position = schema.position(name);
    if (position >= 0 && visibility.isWritable(position)) {
      return position;
    }
    if (position >= 0 && visibility.isReadable(position)) {
      errors.add(new FieldError(name, "read_only", "can be set by admins only"));
    } else if (!ignoreUnknown) {
      errors.add(unknown(name, errors.size() < MOST_HINTS ? visibility.names() : List.of()));
    }
    return -1;
  }

  private static FieldError unknown(String name, List<String> known) {
    var shown = Texts.abbreviate(name);
    return new FieldError(shown, "unknown_field", "no such field" + DidYouMean.hint(name, known));
  }

  private RecordPatch.Change change(int position, JsonNode node) {
    var type = fields[position].type();
    boolean operators = type instanceof FieldType.Numeric<?> || type instanceof FieldType.ListOf;
    if (operators && node instanceof ObjectNode object) {
      return RecordPatch.parse(type, object, coerce);
    }
    return new RecordPatch.Change.Put(read(position, node));
  }

  private static void fitsIndex(String text, int most) {
    if (text.length() > most / 3 && text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new InvalidValue(
          "too_long", "must have at most " + most + " bytes, because the field is in an index");
    }
  }
}
