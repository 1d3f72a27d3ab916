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
          var earlier = before.attempts().get(name);
          if (attempt.live() != null) {
            boolean same = earlier != null && attempt.live().equals(earlier.live());
            (same ? report.unchanged : report.loaded).add(attempt.live().candidate().path());
          }
        });
    before.attempts().values().stream()
        .filter(it -> it.live() != null && !after.attempts().containsKey(it.candidate().name()))
        .forEach(it -> report.removed.add(it.live().candidate().path()));
    return report;
  }
}
