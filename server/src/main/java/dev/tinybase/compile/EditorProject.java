package dev.tinybase.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Maven project that editors open to know a folder of functions: the SDK, JUnit, and the
 * libraries of {@code //DEPS}.
 *
 * @param pom the text of its {@code pom.xml}
 * @param notes what of the files' directives the project cannot have, with the places
 * @param withoutMain paths of compact files that have no {@code main}, which editors and Maven
 *     demand
 */
public record EditorProject(String pom, List<Diagnostic> notes, List<String> withoutMain) {
  /**
   * Looks at all files, tests among them, and writes the SDK and JUnit into a repository.
   *
   * @param functions the folder of the functions, as the project is to name it
   * @param cache the cache of compiled functions
   * @param repository the folder for the SDK, which is replaced
   * @param version the program's
   * @throws IOException where the repository cannot be written
   */
  public static EditorProject make(
      List<SourceFile> sources, String functions, Path cache, Path repository, String version)
      throws IOException {
    var api = new ApiRepository(repository, cache, version);
    api.write();
    var unit = SourceUnit.of(sources);
    var libraries = ProjectLibraries.of(unit);
    var notes = new ArrayList<>(unit.problems());
    notes.addAll(libraries.conflicts());
    var pom = new ProjectPom(functions, libraries, api.artifacts()).text();
    return new EditorProject(pom, List.copyOf(notes), withoutMain(sources));
  }

  private static List<String> withoutMain(List<SourceFile> sources) {
    var task = new CompileTask("editor", sources, List.of(), Runtime.version().feature(), null, "");
    try (var javac = new Javac()) {
      var files =
          sources.stream().map(file -> new SourceFileObject(task, file, file.text())).toList();
      var outlines = javac.parse(files).outlines();
      return files.stream()
          .filter(file -> outlines.getOrDefault(file.toUri(), SyntaxSummary.EMPTY).needsMain())
          .map(file -> file.file().path())
          .toList();
    }
  }
}
