package dev.tinybase.compile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.compile.CompileResult.Compilation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** A compiler in a folder of its own, and sources to give it. */
final class Workshop {
  private final Path folder;
  private final SourceCompiler compiler;

  Workshop(Path folder) {
    this.folder = folder;
    this.compiler = fresh();
  }

  /** A repository of libraries, for {@link #greeting}. */
  MavenFolder maven() {
    return new MavenFolder(folder.resolve("repository"));
  }

  /** A source whose result is the text of the class {@code acme.Greeting} in its libraries. */
  SourceFile greeting(String dependencies) {
    return source(
        "greet",
        "//REPOS acme=%s\n//DEPS %s\nString greet() { return acme.Greeting.text(); }\n"
            .formatted(maven().url(), dependencies));
  }

  /** Deletes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  Path cache() {
    return folder.resolve("cache");
  }

  Path lock() {
    return folder.resolve("functions/tinybase.lock");
  }

  SourceCompiler compiler() {
    return compiler;
  }

  /** Another compiler of the same cache, as after a restart. */
  SourceCompiler fresh() {
    return fresh(false, InstantSource.system());
  }

  SourceCompiler fresh(boolean offline, InstantSource clock) {
    return new SourceCompiler(cache(), lock(), offline, false, folder.resolve("m2"), clock);
  }

  static SourceFile source(String name, String text) {
    return new SourceFile(name, "functions/" + name + ".java", text, null);
  }

  static SourceFile shared(String name, String text) {
    return new SourceFile("lib/" + name, "functions/lib/" + name + ".java", text, null);
  }

  Compilation compile(SourceFile... sources) {
    return compiler.compile(List.of(), List.of(sources));
  }

  static CompileResult.Unit unit(Compilation compilation, String name) {
    return result(compilation, name, CompileResult.Unit.class);
  }

  static List<String> errors(Compilation compilation, String name) {
    var broken = result(compilation, name, CompileResult.Broken.class);
    return broken.diagnostics().stream().map(Diagnostic::toString).toList();
  }

  private static <T> T result(Compilation compilation, String name, Class<T> type) {
    var result = requireNonNull(compilation.units().get(name));
    assertThat(result).isInstanceOf(type);
    return type.cast(result);
  }

  /** What a method without parameters of the file's own class returns. */
  static Object call(CompileResult.Unit unit, String method) throws Exception {
    var shared = unit.shared();
    var parent =
        shared == null ? UnitClassLoader.sdk() : UnitClassLoader.of(shared, UnitClassLoader.sdk());
    return call(unit, method, UnitClassLoader.of(unit, parent));
  }

  static Object call(CompileResult.Unit unit, String method, ClassLoader loader) throws Exception {
    var type = loader.loadClass(unit.name());
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var declared = type.getDeclaredMethod(method);
    declared.setAccessible(true);
    return declared.invoke(constructor.newInstance());
  }
}
