package dev.tinybase.functions.loading;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells the log what was loaded, and of each error once. */
final class LoadLog {
  private static final System.Logger LOG = System.getLogger("dev.tinybase.functions");

  private Set<BrokenFile> toldFailures = Set.of();
  private Set<String> toldHidden = Set.of();

  /** The first line of a server: {@code 12 functions in 0.4 s, 1 file with errors}. */
  void started(int functions, LoadReport report, Duration time) {
    int broken = report.failures().size();
    if (functions > 0 || broken > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          count(functions, "function")
              + " in "
              + seconds(time)
              + (broken == 0 ? "" : ", " + count(broken, "file") + " with errors"));
    }
  }

  /** What a change of the sources led to. */
  void changed(LoadReport report, Duration time) {
    if (!report.loaded().isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO, "Loaded " + names(report.loaded()) + " in " + seconds(time));
    }
    if (!report.removed().isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "Removed " + names(report.removed()));
    }
  }

  /** Those that were not told yet. */
  void failures(List<BrokenFile> failures) {
    var now = new HashSet<>(failures);
    failures.stream().filter(failure -> !toldFailures.contains(failure)).forEach(LoadLog::tell);
    toldFailures.stream()
        .map(BrokenFile::path)
        .distinct()
        .filter(path -> failures.stream().noneMatch(failure -> failure.path().equals(path)))
        .sorted()
        .forEach(path -> LOG.log(System.Logger.Level.INFO, path + " has no errors any more"));
    toldFailures = now;
  }

  /** Files that deployed versions take the place of, unless told already. */
  void hidden(Map<String, String> hidden) {
    hidden.forEach((name, path) -> {
      if (!toldHidden.contains(name)) {
        LOG.log(
            System.Logger.Level.WARNING,
            path
                + " is hidden by the deployed version of "
                + name
                + "; 'tinybase functions delete "
                + name
                + "' reveals it");
      }
    });
    toldHidden = Set.copyOf(hidden.keySet());
  }

  /** What an old version of a file has left behind. */
  void leftover(String what) {
    LOG.log(System.Logger.Level.WARNING, what);
  }

  private static void tell(BrokenFile failure) {
    failure
        .diagnostics()
        .forEach(diagnostic -> LOG.log(System.Logger.Level.WARNING, diagnostic.toString()));
    if (failure.live()) {
      LOG.log(System.Logger.Level.WARNING, failure.path() + ": its last good version stays");
    }
  }

  /** A hundred names in a line help nobody. */
  private static String names(List<String> files) {
    return files.size() <= 5 ? String.join(", ", files) : count(files.size(), "file");
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
