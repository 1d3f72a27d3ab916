package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Changes the record that has the same id or the same value in a unique field, or makes one. */
final class Upsert {
  private final RecordTable table;
  private final String on;
  private final String select;

  Upsert(RecordTable table, Dialect dialect, String on) {
    this.table = table;
    this.on = on;
    var field = table.schema().field(on);
    if (!on.equals("id") && (field == null || !field.unique())) {
      throw notUnique();
    }
    var type = field == null ? ColumnType.UUID : field.type().column();
    select =
        table.sql().select(RecordSql.columns(dialect, table.schema().fields()))
            + " where "
            + dialect.comparable(type, dialect.quote(on))
            + " = ?"
            + dialect.forUpdate();
  }

  void write(Sql sql, ImportLine.Upsert line, ImportTally tally) {
    var old = sql.first(select, row -> StoredRecord.of(row, table.schema()), line.key());
    if (old.isPresent()) {
      change(sql, old.get(), line, tally);
    } else if (line.made() != null) {
      sql.update(table.sql().insert(), RecordSql.parameters(line.made()));
      tally.inserted(1);
    } else if (line.refusal() != null) {
      throw line.refusal();
    }
  }

  private void change(Sql sql, StoredRecord old, ImportLine.Upsert line, ImportTally tally) {
    var id = line.system().id();
    if (id != null && !id.equals(old.id())) {
      throw ImportParser.bad("id", "differs from that of the record with this " + on);
    }
    var values = Changes.apply(line.patch(), old.values());
    var positions = Changes.between(old.values(), values);
    var owner = line.system().owner().or(old.ownerId());
    if (positions.isEmpty() && Changes.same(old.ownerId(), owner)) {
      tally.unchanged();
      return;
    }
    var made = old.changed(owner, time(old, line), values);
    sql.update(table.sql().update(positions), RecordSql.parameters(made, positions));
    tally.updated();
  }

  /** The line's own time or now, but never before the last change. */
  private static Instant time(StoredRecord old, ImportLine.Upsert line) {
    var said = line.system().updatedAt();
    var time = said == null ? line.now() : said;
    return time.isBefore(old.updatedAt()) ? old.updatedAt() : time;
  }

  private Problem notUnique() {
    var unique = new ArrayList<>(List.of("id"));
    table.schema().fields().stream().filter(Field::unique).map(Field::name).forEach(unique::add);
    return Problem.badRequest(
        "invalid_import",
        "on: must be the id or a unique field, here one of "
            + String.join(", ", unique)
            + DidYouMean.hint(on, unique));
  }
}
