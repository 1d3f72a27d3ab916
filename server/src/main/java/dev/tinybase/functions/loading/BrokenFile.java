package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file with errors.
 *
 * @param path how people know it
 * @param diagnostics at least one
 * @param live whether an earlier version of it still runs
 */
public record BrokenFile(String path, List<Diagnostic> diagnostics, boolean live) {
  /** The files with errors of a build, by path. */
  static List<BrokenFile> of(BuildState build, SortedMap<String, List<Diagnostic>> duplicates) {
    var broken = new ArrayList<BrokenFile>();
    var shared = new TreeMap<String, List<Diagnostic>>();
    for (var diagnostic : build.shared()) {
      shared.computeIfAbsent(diagnostic.file(), _ -> new ArrayList<>()).add(diagnostic);
    }
    shared.forEach((path, diagnostics) -> broken.add(new BrokenFile(path, diagnostics, false)));
    for (var attempt : build.attempts().values()) {
      var all = new ArrayList<>(attempt.diagnostics());
      all.addAll(duplicates.getOrDefault(attempt.candidate().name(), List.of()));
      if (!all.isEmpty()) {
        broken.add(
            new BrokenFile(attempt.candidate().path(), List.copyOf(all), attempt.live() != null));
      }
    }
    return List.copyOf(broken);
  }
}
