package dev.tinybase.records;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of an import, each chunk in one transaction. A chunk that fails is halved until its
 * bad lines stand alone, so that they cost the good ones nothing.
 */
final class ImportWriter {
  private static final int ROWS = 50;
  private static final int MOST_PARAMETERS = 5_000;

  private final Database database;
  private final Runnable requireCurrent;
  private final RecordTable table;
  private final ImportOptions options;
  private final @Nullable Upsert upsert;
  private final int rows;
  private final String insertMany;
  private final Pace pace = new Pace();

  ImportWriter(
      Database database, Runnable requireCurrent, RecordTable table, ImportOptions options) {
    this.database = database;
    this.requireCurrent = requireCurrent;
    this.table = table;
    this.options = options;
    upsert =
        options.mode() == ImportOptions.Mode.UPSERT
            ? new Upsert(table, database.dialect(), options.on())
            : null;
    int columns = Columns.FIRST_FIELD - 1 + table.schema().fields().size();
    rows = Math.clamp(MOST_PARAMETERS / columns, 1, ROWS);
    insertMany = table.sql().insert(rows);
  }

  /** Writes a chunk, or tries it and undoes it. */
  ImportTally write(List<ImportLine> lines) {
    return database.write(sql -> options.dryRun() ? tried(sql, lines) : written(sql, lines));
  }

  /** How many lines a chunk should have. */
  Pace pace() {
    return pace;
  }

  private ImportTally written(Sql sql, List<ImportLine> lines) {
    long start = System.nanoTime();
    var tally = new ImportTally();
    attempt(sql, lines, tally);
    pace.took(lines.size(), System.nanoTime() - start);
    return tally;
  }

  private ImportTally tried(Sql sql, List<ImportLine> lines) {
    try {
      return sql.nested(inner -> {
        throw new Undo(written(inner, lines));
      });
    } catch (Undo undo) {
      return undo.tally;
    }
  }

  private void attempt(Sql sql, List<ImportLine> lines, ImportTally tally) {
    try {
      tally.add(sql.nested(inner -> all(inner, lines)));
    } catch (ConstraintViolation e) {
      failed(sql, lines, tally, Violations.problem(e, table.collection().visibility(true)));
    } catch (Problem e) {
      if (e.kind() == Problem.Kind.UNAVAILABLE) {
        throw e;
      }
      failed(sql, lines, tally, e);
    }
  }

  private void failed(Sql sql, List<ImportLine> lines, ImportTally tally, Problem problem) {
    if (lines.size() == 1) {
      tally.bad(lines.getFirst().line(), problem);
      return;
    }
    int half = lines.size() / 2;
    attempt(sql, lines.subList(0, half), tally);
    if (!tally.anyBad() || options.onError() == ImportOptions.OnError.CONTINUE) {
      attempt(sql, lines.subList(half, lines.size()), tally);
    }
  }

  private ImportTally all(Sql sql, List<ImportLine> lines) {
    var tally = new ImportTally();
    var inserts = new ArrayList<StoredRecord>(lines.size());
    for (var line : lines) {
      switch (line) {
        case ImportLine.Insert insert -> inserts.add(insert.made());
        case ImportLine.Upsert change when upsert != null -> upsert.write(sql, change, tally);
        case ImportLine.Upsert _ -> throw new IllegalStateException("an upsert in mode insert");
      }
    }
    insert(sql, inserts);
    requireCurrent.run();
    tally.inserted(inserts.size());
    return tally;
  }

  private void insert(Sql sql, List<StoredRecord> records) {
    int at = 0;
    for (; at + rows <= records.size(); at += rows) {
      sql.update(insertMany, parameters(records.subList(at, at + rows)));
    }
    for (var made : records.subList(at, records.size())) {
      sql.update(table.sql().insert(), RecordSql.parameters(made));
    }
  }

  private static @Nullable Object[] parameters(List<StoredRecord> records) {
    @Nullable Object[] all = new Object[0];
    int at = 0;
    for (var made : records) {
      var some = RecordSql.parameters(made);
      all = at == 0 ? new @Nullable Object[some.length * records.size()] : all;
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }

  /** Carries the tally of a dry run out of the savepoint that it undoes. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ImportTally tally;

    Undo(ImportTally tally) {
      super(null, null, false, false);
      this.tally = tally;
    }
  }
}
