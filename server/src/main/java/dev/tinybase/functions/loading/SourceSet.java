package dev.tinybase.functions.loading;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All sources that count: the folder's files, and in their place the deployed versions of the same
 * names.
 *
 * @param functions by name
 * @param shared by name, which begins with {@code lib/}
 * @param others files that functions may name in {@code //SOURCES}
 * @param hidden the paths of files that a deployed version takes the place of, by name
 */
record SourceSet(
    SortedMap<String, SourceCandidate> functions,
    SortedMap<String, SourceCandidate> shared,
    Map<Path, SourceFolder.Stamp> others,
    SortedMap<String, String> hidden) {
  static SourceSet of(SourceFolder.Content folder, List<DeployedSource> deployed) {
    var sources = new SourceSet(new TreeMap<>(), new TreeMap<>(), folder.others(), new TreeMap<>());
    folder.files().forEach(sources::put);
    deployed.stream().map(SourceCandidate::deployed).forEach(sources::put);
    return sources;
  }

  private void put(SourceCandidate candidate) {
    var name = candidate.name();
    var map = name.startsWith(DeployedSource.SHARED) ? shared : functions;
    var before = map.put(name, candidate);
    if (before != null) {
      hidden.put(name, before.path());
    }
  }

  /** Whether everything that each function may use is as it was. */
  boolean sameSurroundings(SourceSet other) {
    return shared.equals(other.shared) && others.equals(other.others);
  }

  /** The paths of files that the others do not have, or have with another text. */
  Set<String> pathsOtherThan(SourceSet others) {
    return Stream.concat(functions.values().stream(), shared.values().stream())
        .filter(candidate -> !candidate.equals(others.find(candidate.name())))
        .map(SourceCandidate::path)
        .collect(Collectors.toSet());
  }

  private @Nullable SourceCandidate find(String name) {
    var function = functions.get(name);
    return function == null ? shared.get(name) : function;
  }
}
