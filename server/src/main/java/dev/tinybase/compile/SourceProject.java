package dev.tinybase.compile;

import java.util.List;

/**
 * Sources that make one program: they see each other's classes, and their libraries are resolved
 * together.
 *
 * @param name of the unit that they become
 * @param sources at least one; with packages or without
 * @param dependencies coordinates, beside those of {@code //DEPS} in the sources
 * @param manifest the path of the file that the dependencies stand in, for diagnostics
 * @param lock what libraries came to before, as {@link Built#lock} gave it; empty for nothing
 */
public record SourceProject(
    String name,
    List<SourceFile> sources,
    List<String> dependencies,
    String manifest,
    String lock) {
  public SourceProject {
    sources = List.copyOf(sources);
    dependencies = List.copyOf(dependencies);
  }

  /** The dependencies as if they stood in a source. */
  List<Directive> directives() {
    return dependencies.stream()
        .map(wanted -> new Directive(Directive.Kind.DEPS, wanted, manifest, 0, 0))
        .toList();
  }

  /**
   * What became of it.
   *
   * @param lock what its libraries came to, with what was known before
   */
  public record Built(CompileResult result, String lock) {}
}
