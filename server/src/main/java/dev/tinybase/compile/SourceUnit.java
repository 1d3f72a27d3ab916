package dev.tinybase.compile;

import dev.tinybase.compile.Directive.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source with the files that it names in {@code //SOURCES}, and all their directives. */
final class SourceUnit {
  private static final int MOST_FILES = 200;
  private static final long MOST_BYTES = 1_000_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Map<String, SourceFile> files = new LinkedHashMap<>();
  private final List<Directive> directives = new ArrayList<>();
  private final List<Diagnostic> problems = new ArrayList<>();

  private final boolean follows;

  private SourceUnit(boolean follows) {
    this.follows = follows;
  }

  /** Reads the sources, which make one unit, and what they name. */
  static SourceUnit of(List<SourceFile> sources) {
    var unit = new SourceUnit(true);
    sources.forEach(unit::add);
    return unit;
  }

  /** All sources of a project; what they name in {@code //SOURCES} is among them anyway. */
  static SourceUnit of(SourceProject project) {
    var unit = new SourceUnit(false);
    project.sources().forEach(unit::add);
    unit.directives.addAll(project.directives());
    return unit;
  }

  /** The files, those that were given first. */
  List<SourceFile> files() {
    return List.copyOf(files.values());
  }

  /** The words of all directives of a kind. */
  List<Directive> all(Kind kind) {
    return directives.stream().filter(directive -> directive.kind() == kind).toList();
  }

  /** What is wrong so far. */
  List<Diagnostic> problems() {
    return problems;
  }

  private void add(SourceFile source) {
    var file = withoutMark(source);
    if (files.putIfAbsent(file.path(), file) != null) {
      return;
    }
    for (var directive : Directive.of(file, problems)) {
      directives.add(directive);
      if (directive.kind() == Kind.SOURCES && follows) {
        follow(directive, file);
      }
    }
  }

  /** Editors of some systems begin a file with a mark that the compiler does not take. */
  private static SourceFile withoutMark(SourceFile source) {
    return source.text().startsWith(BYTE_ORDER_MARK)
        ? new SourceFile(source.name(), source.path(), source.text().substring(1), source.folder())
        : source;
  }

  private void follow(Directive directive, SourceFile from) {
    if (from.folder() == null) {
      problems.add(
          directive.diagnostic(
              "//SOURCES works for files of a folder; this one was deployed and stands alone"));
      return;
    }
    if (files.size() >= MOST_FILES) {
      problems.add(directive.diagnostic("more than " + MOST_FILES + " files"));
      return;
    }
    try {
      read(directive, from, from.folder());
    } catch (IOException | InvalidPathException _) {
      problems.add(directive.diagnostic("cannot read " + directive.value()));
    }
  }

  /** A file stands in the folder of the one that names it or below, whatever links there are. */
  private void read(Directive directive, SourceFile from, Path folder) throws IOException {
    var path = folder.resolve(directive.value()).normalize();
    if (!path.startsWith(folder.normalize()) || !directive.value().endsWith(".java")) {
      problems.add(
          directive.diagnostic("//SOURCES takes .java files of the same folder and below it"));
    } else if (!Files.isRegularFile(path)) {
      problems.add(directive.diagnostic("there is no file " + directive.value()));
    } else if (!path.toRealPath().startsWith(folder.toRealPath())
        || Files.size(path) > MOST_BYTES) {
      problems.add(
          directive.diagnostic(directive.value() + " is too long, or is not in the folder"));
    } else {
      var name = path.getFileName().toString().replaceAll("\\.java$", "");
      var prefix = from.path().substring(0, from.path().lastIndexOf('/') + 1);
      var known = prefix + folder.normalize().relativize(path).toString().replace('\\', '/');
      add(new SourceFile(name, known, Files.readString(path), path.getParent()));
    }
  }
}
