package dev.tinybase.records;

import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import dev.tinybase.schema.RecordPatch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What differs between two states of a record's values. */
final class Changes {
  private Changes() {}

  /** The values after a patch. */
  static @Nullable Object[] apply(RecordPatch patch, @Nullable Object[] old) {
    var values = old.clone();
    var positions = patch.positions();
    var patched = patch.values(old);
    for (int i = 0; i < positions.length; i++) {
      values[positions[i]] = patched[i];
    }
    return values;
  }

  /** The positions of the values that are not the same. */
  static List<Integer> between(@Nullable Object[] old, @Nullable Object[] made) {
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < old.length; i++) {
      if (!same(old[i], made[i])) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** Whether two values mean the same: PostgreSQL writes JSON in its own way. */
  static boolean same(@Nullable Object old, @Nullable Object made) {
    if (old instanceof JsonText(var before) && made instanceof JsonText(var after)) {
      return before.equals(after) || Json.trusted(before).equals(Json.trusted(after));
    }
    if (old instanceof BigDecimal before && made instanceof BigDecimal after) {
      return before.compareTo(after) == 0;
    }
    return Objects.equals(old, made);
  }
}
