package dev.tinybase.functions.loading;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What deploying something would lead to.
 *
 * @param failures files that would have errors which they do not have now, and those of the
 *     deployed files that have any
 * @param hides the paths of files of the folder that would be hidden and are not now, by name
 */
public record DeploymentPreview(List<BrokenFile> failures, Map<String, String> hides) {
  /** The preview of a build after another; see {@link FunctionsByName#of} for the others. */
  static DeploymentPreview of(
      BuildState before, BuildState after, Map<String, String> earlier, Map<String, String> held) {
    var owners = FunctionsByName.of(before, earlier, held).owners();
    var known = new HashSet<>(failures(before, owners, held));
    var hides = new TreeMap<>(after.sources().hidden());
    hides.keySet().removeAll(before.sources().hidden().keySet());
    var changed = after.sources().pathsOtherThan(before.sources());
    return new DeploymentPreview(
        failures(after, owners, held).stream()
            .filter(failure -> changed.contains(failure.path()) || !known.contains(failure))
            .toList(),
        hides);
  }

  private static List<BrokenFile> failures(
      BuildState build, Map<String, String> owners, Map<String, String> held) {
    return BrokenFile.of(build, FunctionsByName.of(build, owners, held).duplicates());
  }
}
