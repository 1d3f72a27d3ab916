package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of all sources at one time; never changed.
 *
 * @param shared what is wrong with the shared files
 * @param attempts by the name of the file
 */
record BuildState(
    SourceSet sources, List<Diagnostic> shared, SortedMap<String, BuildAttempt> attempts) {
  static BuildState nothing() {
    var none = new SourceSet(new TreeMap<>(), new TreeMap<>(), Map.of(), new TreeMap<>());
    return new BuildState(none, List.of(), new TreeMap<>());
  }

  /** The files that run. */
  Stream<LiveFile> live() {
    return attempts.values().stream().map(BuildAttempt::live).filter(Objects::nonNull);
  }

  /** The files that run in this and not in another. */
  List<LiveFile> liveWithout(BuildState other) {
    Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    other.live().forEach(file -> kept.add(file.uses()));
    return live().filter(file -> !kept.contains(file.uses())).toList();
  }
}
