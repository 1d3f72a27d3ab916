package dev.tinybase.compile;

import dev.tinybase.compile.Libraries.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source, or the whole shared folder, with all that its classes are made of.
 *
 * @param files the source itself and what it names in {@code //SOURCES}
 * @param release the Java version to compile for
 * @param key see {@link CompileResult.Unit}
 */
record CompileTask(
    String name,
    List<SourceFile> files,
    List<Library> libraries,
    int release,
    CompileResult.@Nullable Unit shared,
    String key) {
  /** The libraries' jars. */
  List<Path> jars() {
    return libraries.stream().map(Library::jar).toList();
  }

  /** What its classes may use beside the SDK; the parent loader's come first, as at run time. */
  List<Path> classPath() {
    var parent =
        shared == null
            ? Stream.<Path>of()
            : Stream.concat(Stream.of(shared.jar()), shared.libraries().stream());
    return Stream.concat(parent, jars().stream()).distinct().toList();
  }

  /** What stands for it when it does not compile. */
  CompileResult.Broken broken(List<Diagnostic> diagnostics) {
    return new CompileResult.Broken(name, List.copyOf(diagnostics));
  }
}
