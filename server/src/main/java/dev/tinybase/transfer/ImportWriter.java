package dev.tinybase.transfer;

import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.PreparedMutation;
import dev.tinybase.records.RecordService;
import java.util.List;

/**
 * Writes lines of an import, each chunk in one transaction. A chunk that fails is halved until its
 * bad lines stand alone, so that they cost the good ones nothing.
 */
final class ImportWriter {
  private static final long WANTED_NANOS = 200_000_000;
  private static final int LEAST = 1_000;
  private static final int MOST = 5_000;

  private final RecordService records;
  private final ImportOptions options;
  private volatile int batchSize = LEAST;

  ImportWriter(RecordService records, ImportOptions options) {
    this.records = records;
    this.options = options;
  }

  /** Writes a chunk, or tries it and undoes it. */
  ImportResult write(List<ImportReader.Line> lines) {
    var mutations = lines.stream().map(ImportReader.Line::mutation).toList();
    return records.transact(
        mutations,
        asked -> sql -> options.dryRun() ? tried(sql, lines, asked) : written(sql, lines, asked));
  }

  /**
   * How many lines a chunk should have. Large ones are cheaper, because the pages of indexes are
   * written once for many records; but every other writer waits for their end. At most it doubles
   * or halves from one chunk to the next.
   */
  int batchSize() {
    return batchSize;
  }

  private void learn(int written, long nanos) {
    if (written > 0) {
      double fitting = (double) written * WANTED_NANOS / Math.max(1, nanos);
      int least = Math.max(LEAST, batchSize / 2);
      batchSize = (int) Math.clamp(fitting, least, Math.min(MOST, batchSize * 2));
    }
  }

  private ImportResult written(
      Sql sql, List<ImportReader.Line> lines, List<PreparedMutation> mutations) {
    long start = System.nanoTime();
    var result = attempt(sql, lines, mutations);
    learn(lines.size(), System.nanoTime() - start);
    return result;
  }

  private ImportResult tried(
      Sql sql, List<ImportReader.Line> lines, List<PreparedMutation> mutations) {
    try {
      return sql.nested(inner -> {
        throw new Undo(written(inner, lines, mutations));
      });
    } catch (Undo undo) {
      return undo.result;
    }
  }

  private ImportResult attempt(
      Sql sql, List<ImportReader.Line> lines, List<PreparedMutation> mutations) {
    try {
      return ImportResult.of(sql.nested(inner -> records.apply(inner, mutations)));
    } catch (Problem e) {
      if (e.kind() == Problem.Kind.UNAVAILABLE) {
        throw e;
      }
      return lines.size() == 1
          ? ImportResult.bad(lines.getFirst().number(), e.code(), e.detail())
          : attemptHalves(sql, lines, mutations);
    }
  }

  private ImportResult attemptHalves(
      Sql sql, List<ImportReader.Line> lines, List<PreparedMutation> mutations) {
    int size = lines.size();
    int half = size / 2;
    var first = attempt(sql, lines.subList(0, half), mutations.subList(0, half));
    return first.failed() > 0 && options.onError() == ImportOptions.OnError.STOP
        ? first
        : first.plus(attempt(sql, lines.subList(half, size), mutations.subList(half, size)));
  }

  /** Carries the result of a dry run out of the savepoint that it undoes. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ImportResult result;

    Undo(ImportResult result) {
      super(null, null, false, false);
      this.result = result;
    }
  }
}
