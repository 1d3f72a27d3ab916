package dev.tinybase.transfer;

import dev.tinybase.errors.Problem;
import dev.tinybase.records.Mutation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts what becomes of the lines of an import, or of a part of it. */
final class ImportTally {
  private long inserted;
  private long updated;
  private long unchanged;
  private long failed;
  private final List<ImportResult.LineError> errors = new ArrayList<>();

  void count(Mutation.Result result) {
    if (result.before() == null) {
      inserted++;
    } else if (result.isUnchanged()) {
      unchanged++;
    } else {
      updated++;
    }
  }

  void bad(long line, Problem problem) {
    bad(line, problem.code(), problem.detail());
  }

  void bad(long line, String code, String message) {
    failed++;
    if (errors.size() < ImportResult.MOST_ERRORS) {
      errors.add(new ImportResult.LineError(line, code, message));
    }
  }

  boolean anyBad() {
    return failed > 0;
  }

  /** Lines that were dealt with. */
  long lines() {
    return inserted + updated + unchanged + failed;
  }

  void add(ImportTally other) {
    inserted += other.inserted;
    updated += other.updated;
    unchanged += other.unchanged;
    failed += other.failed;
    int room = ImportResult.MOST_ERRORS - errors.size();
    errors.addAll(other.errors.subList(0, Math.min(room, other.errors.size())));
  }

  ImportResult result(boolean stopped, boolean dryRun) {
    errors.sort(Comparator.comparingLong(ImportResult.LineError::line));
    return new ImportResult(inserted, updated, unchanged, failed, stopped, dryRun, errors);
  }
}
