package dev.tinybase.schema;

import dev.tinybase.db.ColumnType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    ofAdmins = Visibility.ofAdmins(this);
    ofEverybody = Visibility.ofEverybody(this);
  }

  /** All fields in order. */
  public List<Field> fields() {
    return fields;
  }

  /** What admins, or everybody else, may know of it. */
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
}
