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
record Build(Sources sources, List<Diagnostic> shared, SortedMap<String, Attempt> attempts) {
  static Build nothing() {
    var none = new Sources(new TreeMap<>(), new TreeMap<>(), Map.of(), new TreeMap<>());
    return new Build(none, List.of(), new TreeMap<>());
  }

  /** The files that run. */
  Stream<LoadedFile> live() {
    return attempts.values().stream().map(Attempt::live).filter(Objects::nonNull);
  }

  /** The files that run in this and not in another. */
  List<LoadedFile> liveWithout(Build other) {
    Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    other.live().forEach(file -> kept.add(file.uses()));
    return live().filter(file -> !kept.contains(file.uses())).toList();
  }
}
