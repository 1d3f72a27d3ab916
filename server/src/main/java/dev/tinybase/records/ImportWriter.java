package dev.tinybase.records;

import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.util.List;

/**
 * Writes lines of an import, each chunk in one transaction. A chunk that fails is halved until its
 * bad lines stand alone, so that they cost the good ones nothing.
 */
final class ImportWriter {
  private final RecordService records;
  private final ImportOptions options;
  private final Pace pace = new Pace();

  ImportWriter(RecordService records, ImportOptions options) {
    this.records = records;
    this.options = options;
  }

  /** Writes a chunk, or tries it and undoes it. */
  ImportTally write(List<ImportLine> lines) {
    var mutations = lines.stream().map(ImportLine::mutation).toList();
    return records.transact(
        mutations, sql -> options.dryRun() ? tried(sql, lines) : written(sql, lines));
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
      var mutations = lines.stream().map(ImportLine::mutation).toList();
      sql.nested(inner -> records.apply(inner, mutations)).forEach(tally::count);
    } catch (Problem e) {
      if (e.kind() == Problem.Kind.UNAVAILABLE) {
        throw e;
      }
      failed(sql, lines, tally, e);
    }
  }

  private void failed(Sql sql, List<ImportLine> lines, ImportTally tally, Problem problem) {
    if (lines.size() == 1) {
      tally.bad(lines.getFirst().number(), problem);
      return;
    }
    int half = lines.size() / 2;
    attempt(sql, lines.subList(0, half), tally);
    if (!tally.anyBad() || options.onError() == ImportOptions.OnError.CONTINUE) {
      attempt(sql, lines.subList(half, lines.size()), tally);
    }
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
