package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.BrokenFile;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.DeploymentPreview;
import dev.tinybase.functions.loading.FunctionLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compiles and loads what is to be deployed together with all that is there, before anything
 * changes. What has errors is taken out and the rest tried again.
 */
final class DeploymentReview {
  private final Map<String, DeployedSource> wanted = new TreeMap<>();
  private final Map<String, Problem> refused = new HashMap<>();
  private Map<String, String> hides = Map.of();
  private List<BrokenFile> harmed = List.of();

  private DeploymentReview() {}

  /** Tries to make these active beside, or in place of, those that are. */
  static DeploymentReview of(
      FunctionLoader loader, List<DeployedSource> active, Collection<DeployedSource> changes) {
    var review = new DeploymentReview();
    changes.forEach(change -> review.wanted.put(change.name(), change));
    while (!review.wanted.isEmpty() && review.refuses(loader.check(review.merged(active)))) {
      // again, without those that were refused
    }
    return review;
  }

  /** What stands against a change, by its name. */
  Map<String, Problem> refused() {
    return refused;
  }

  /** What a change does to files of the folder. */
  List<String> warnings(String name) {
    var hidden = hides.get(name);
    return Stream.concat(
            Stream.ofNullable(hidden).map(path -> "hides " + path + " as long as it is active"),
            harmed.stream().flatMap(file -> file.diagnostics().stream()).map(Objects::toString))
        .toList();
  }

  private List<DeployedSource> merged(List<DeployedSource> active) {
    var all = new TreeMap<String, DeployedSource>();
    active.forEach(source -> all.put(source.name(), source));
    all.putAll(wanted);
    return List.copyOf(all.values());
  }

  private boolean refuses(DeploymentPreview trial) {
    var found = new HashMap<String, List<BrokenFile>>();
    var others = new ArrayList<BrokenFile>();
    for (var failure : trial.failures()) {
      var guilty = guilty(failure);
      guilty.forEach(name -> found.computeIfAbsent(name, _ -> new ArrayList<>()).add(failure));
      if (guilty.isEmpty()) {
        others.add(failure);
      }
    }
    found.forEach((name, failures) -> {
      refused.put(name, CompileProblems.broken(failures));
      wanted.remove(name);
    });
    hides = trial.hides();
    harmed = others;
    return !found.isEmpty();
  }

  /**
   * The changes that a failure is laid to: the file itself, or else the shared files. A file of the
   * folder that loses a function to a deployed one is told, and no reason to refuse.
   */
  private List<String> guilty(BrokenFile failure) {
    var itself =
        wanted.values().stream().filter(source -> source.path().equals(failure.path())).toList();
    var laidTo =
        itself.isEmpty()
            ? wanted.values().stream().filter(DeployedSource::isShared).toList()
            : itself;
    return laidTo.stream().map(DeployedSource::name).toList();
  }
}
