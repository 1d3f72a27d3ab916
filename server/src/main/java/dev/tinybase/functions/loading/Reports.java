package dev.tinybase.functions.loading;

import java.util.ArrayList;
import java.util.List;

/** Tells two builds apart. */
final class Reports {
  private Reports() {}

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
