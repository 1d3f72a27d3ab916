package dev.tinybase.schema;

import dev.tinybase.db.ColumnType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a collection in their order; immutable. */
public final class Schema {
  /** The columns that every record has beside its data. */
  public static final Map<String, ColumnType> SYSTEM_COLUMNS =
      Map.of(
          "id", ColumnType.UUID,
          "owner_id", ColumnType.UUID,
          "created_at", ColumnType.TIMESTAMP,
          "updated_at", ColumnType.TIMESTAMP);

  /** Their names; no field may take one. */
  public static final Set<String> SYSTEM_NAMES = SYSTEM_COLUMNS.keySet();

  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Visibility ofAdmins;
  private final Visibility ofEverybody;

  public Schema(List<Field> fields) {
    this.fields = List.copyOf(fields);
    for (int i = 0; i < this.fields.size(); i++) {
      positions.put(this.fields.get(i).name(), i);
    }
    ofAdmins = new Visibility(this, _ -> true, _ -> true);
    ofEverybody =
        new Visibility(
            this, field -> !field.hidden(), field -> !field.hidden() && !field.readOnly());
  }

  /** All fields in order. */
  public List<Field> fields() {
    return fields;
  }

  /**
   * What admins, or everybody else, may know of it: these do not know of hidden fields, and do not
   * set read-only ones.
   */
  public Visibility visibility(boolean admin) {
    return admin ? ofAdmins : ofEverybody;
  }

  /** The field of that name. */
  public @Nullable Field field(String name) {
    var position = positions.get(name);
    return position == null ? null : fields.get(position);
  }

  /** Where a field stands in {@link #fields}; -1 for an unknown name. */
  public int position(String name) {
    return positions.getOrDefault(name, -1);
  }

  /** The names of all fields. */
  public Set<String> names() {
    return positions.keySet();
  }

  /**
   * What one audience may know of one version of a schema: which fields it reads, writes, and uses
   * in filters and sorts. Every name in a request is looked up here, and a field that the audience
   * does not read is answered as one that does not exist. Immutable; {@link Schema#visibility}
   * keeps one for each audience.
   */
  public static final class Visibility {
    private final Schema schema;
    private final List<Field> readable;
    private final List<String> names;
    private final List<String> filterableNames;
    private final boolean[] isReadable;
    private final boolean[] isWritable;

    private Visibility(Schema schema, Predicate<Field> reads, Predicate<Field> writes) {
      this.schema = schema;
      var fields = schema.fields();
      readable = fields.stream().filter(reads).toList();
      names = readable.stream().map(Field::name).toList();
      filterableNames = Stream.concat(names.stream(), SYSTEM_NAMES.stream()).toList();
      isReadable = new boolean[fields.size()];
      isWritable = new boolean[isReadable.length];
      for (int i = 0; i < isReadable.length; i++) {
        isReadable[i] = reads.test(fields.get(i));
        isWritable[i] = writes.test(fields.get(i));
      }
    }

    /** The schema whose fields these are. */
    public Schema schema() {
      return schema;
    }

    /** The fields that may be read, in the schema's order. */
    public List<Field> readable() {
      return readable;
    }

    /** The names of the fields that may be read, for example to suggest one. */
    public List<String> names() {
      return names;
    }

    /** The names that filters and sorts may use: fields and the columns of the system. */
    public List<String> filterableNames() {
      return filterableNames;
    }

    /** Whether the field at this position of the schema may be read. */
    public boolean isReadable(int position) {
      return isReadable[position];
    }

    /** Whether the field at this position of the schema may be set. */
    public boolean isWritable(int position) {
      return isWritable[position];
    }

    /** The same with these fields to be set too, as far as there are such. */
    public Visibility writing(Set<String> more) {
      return more.stream().mapToInt(schema::position).allMatch(it -> it < 0 || isWritable[it])
          ? this
          : new Visibility(
              schema,
              field -> isReadable[schema.position(field.name())],
              field -> isWritable[schema.position(field.name())] || more.contains(field.name()));
    }

    /** Whether a name stands for something that may be read: a field, or a column of the system. */
    public boolean knows(String name) {
      return Schema.SYSTEM_NAMES.contains(name) || filterable(name) != null;
    }

    /** The field of that name, if filters and sorts may use it: today, if it may be read. */
    public @Nullable Field filterable(String name) {
      int position = schema.position(name);
      return position >= 0 && isReadable[position] ? schema.fields().get(position) : null;
    }
  }
}
