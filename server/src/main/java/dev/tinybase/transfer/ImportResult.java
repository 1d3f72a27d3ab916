package dev.tinybase.transfer;

import dev.tinybase.json.Json;
import dev.tinybase.records.Mutation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an import did, or a dry run would have done.
 *
 * @param inserted records made
 * @param updated records changed
 * @param unchanged records that were already as their lines say
 * @param failed bad lines
 * @param stopped whether a bad line ended the import before the end of the file
 * @param errors the first {@value #MOST_ERRORS} bad lines
 */
public record ImportResult(
    long inserted,
    long updated,
    long unchanged,
    long failed,
    boolean stopped,
    boolean dryRun,
    List<LineError> errors) {
  /** How many bad lines are named at most. */
  public static final int MOST_ERRORS = 1000;

  /** How many are named where nobody says so. */
  public static final int USUAL_ERRORS = 100;

  public ImportResult {
    errors = List.copyOf(errors);
  }

  /**
   * A bad line.
   *
   * @param line from 1; the header of a CSV file counts
   * @param code a stable snake_case word
   * @param message a sentence that says what is wrong
   */
  public record LineError(long line, String code, String message) {}

  /** What became of good lines. */
  static ImportResult of(List<Mutation.Result> lines) {
    long made = lines.stream().filter(line -> line.before() == null).count();
    long same = lines.stream().filter(Mutation.Result::isUnchanged).count();
    long updated = lines.size() - made - same;
    return new ImportResult(made, updated, same, 0, false, false, List.of());
  }

  /** One bad line. */
  static ImportResult bad(long line, String code, String message) {
    var error = new LineError(line, code, message);
    return new ImportResult(0, 0, 0, 1, false, false, List.of(error));
  }

  ImportResult plus(ImportResult other) {
    return new ImportResult(
        inserted + other.inserted,
        updated + other.updated,
        unchanged + other.unchanged,
        failed + other.failed,
        false,
        false,
        Stream.concat(errors.stream(), other.errors.stream()).limit(MOST_ERRORS).toList());
  }

  /** The whole of it, with the errors in the order of their lines. */
  ImportResult end(boolean stops, boolean dry) {
    var sorted = errors.stream().sorted(Comparator.comparingLong(LineError::line)).toList();
    return new ImportResult(inserted, updated, unchanged, failed, stops, dry, sorted);
  }

  /** The same, naming fewer bad lines. */
  public ImportResult naming(long most) {
    return new ImportResult(
        inserted,
        updated,
        unchanged,
        failed,
        stopped,
        dryRun,
        errors.stream().limit(most).toList());
  }

  /** Lines that were dealt with. */
  long lines() {
    return inserted + updated + unchanged + failed;
  }

  /** The result as it stands on the wire. */
  public ObjectNode json() {
    var json = Json.object();
    json.put("inserted", inserted).put("updated", updated).put("unchanged", unchanged);
    json.put("failed", failed).put("stopped", stopped).put("dry_run", dryRun);
    var list = json.putArray("errors");
    for (var error : errors) {
      list.addObject()
          .put("line", error.line())
          .put("code", error.code())
          .put("message", error.message());
    }
    return json;
  }
}
