package dev.tinybase.functions.loading;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look at all sources has led to. Files are told by the paths that people know.
 *
 * @param loaded files whose functions are new or others than before
 * @param unchanged files that stay as they are
 * @param removed files whose functions are gone
 * @param failures files with errors now, also those that had them before
 */
public record LoadReport(
    List<String> loaded, List<String> unchanged, List<String> removed, List<BrokenFile> failures) {
  /** What tells two builds apart. */
  static LoadReport of(BuildState before, BuildState after, List<BrokenFile> failures) {
    var report = new LoadReport(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), failures);
    after
        .attempts()
        .forEach((name, attempt) -> {
          var live = attempt.live();
          var earlier = before.attempts().get(name);
          if (live != null) {
            boolean same = earlier != null && live.equals(earlier.live());
            (same ? report.unchanged() : report.loaded()).add(live.candidate().path());
          }
        });
    before
        .attempts()
        .forEach((name, attempt) -> {
          var live = attempt.live();
          if (live != null && !after.attempts().containsKey(name)) {
            report.removed().add(live.candidate().path());
          }
        });
    return report;
  }
}
