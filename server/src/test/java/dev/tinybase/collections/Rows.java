package dev.tinybase.collections;

import dev.tinybase.db.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes records past the records package, to see what a change of the schema does to them. */
final class Rows {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  private Rows() {}

  static void insert(
      Database database,
      Collection collection,
      UUID id,
      String columns,
      @Nullable Object... values) {
    var parameters = new ArrayList<@Nullable Object>(List.of(id, THEN, THEN));
    Collections.addAll(parameters, values);
    var marks = String.join(", ", Collections.nCopies(parameters.size(), "?"));
    database.write(sql ->
        sql.update(
            "insert into "
                + collection.table()
                + " (id, created_at, updated_at"
                + (columns.isEmpty() ? "" : ", " + columns)
                + ") values ("
                + marks
                + ")",
            parameters.toArray()));
  }
}
