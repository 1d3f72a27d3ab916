package dev.tinybase.compile;

import dev.tinybase.compile.Directive.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all files of a folder ask for together, where each of them alone has its own libraries.
 *
 * @param libraries the first version of each that a file asks for
 * @param boms versions for libraries without one
 * @param repositories others than Maven's central one
 * @param conflicts libraries in further versions, which the project leaves out
 */
record ProjectLibraries(
    List<Coordinates> libraries,
    List<Coordinates> boms,
    Set<MavenRepository> repositories,
    List<Diagnostic> conflicts) {
  static ProjectLibraries of(SourceUnit files) {
    var first = new LinkedHashMap<String, Coordinates>();
    var conflicts = new ArrayList<Diagnostic>();
    for (var directive : files.all(Kind.DEPS)) {
      Coordinates.parse(directive.value())
          .ifPresent(wanted -> add(wanted, directive, first, conflicts));
    }
    return new ProjectLibraries(
        first.values().stream().filter(it -> !it.isBom()).toList(),
        first.values().stream().filter(Coordinates::isBom).toList(),
        repositories(files),
        List.copyOf(conflicts));
  }

  private static void add(
      Coordinates wanted,
      Directive directive,
      Map<String, Coordinates> first,
      List<Diagnostic> conflicts) {
    var known = first.putIfAbsent(wanted.withVersion("").toString(), wanted);
    if (known != null && !known.equals(wanted)) {
      conflicts.add(
          directive.diagnostic("the editor sees %s, which another file asks for".formatted(known)));
    }
  }

  private static Set<MavenRepository> repositories(SourceUnit files) {
    var repositories = new LinkedHashSet<MavenRepository>();
    for (var directive : files.all(Kind.REPOS)) {
      MavenRepository.parse(directive.value()).ifPresent(repositories::add);
    }
    repositories.remove(MavenRepository.CENTRAL);
    return repositories;
  }
}
