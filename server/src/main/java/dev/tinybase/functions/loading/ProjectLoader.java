package dev.tinybase.functions.loading;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.compile.SourceProject;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.invoke.LoadFailure;
import java.util.function.UnaryOperator;

/** Compiles and loads sources that make one program, as those of an extension. */
public final class ProjectLoader {
  private final SourceCompiler compiler;
  private final FunctionFiles files;

  /** Loads with this compiler, into files of this maker. */
  public ProjectLoader(SourceCompiler compiler, FunctionFiles files) {
    this.compiler = compiler;
    this.files = files;
  }

  /**
   * A project that runs.
   *
   * @param file to be closed
   * @param lock what its libraries came to
   */
  public record LoadedProject(FunctionFile file, String lock) {}

  /**
   * Compiles what is not in the cache, and loads it; none of its code runs.
   *
   * @param paths the path of a source, by its name without a folder, for diagnostics
   * @throws LoadFailure with everything that is wrong
   */
  public LoadedProject load(SourceProject project, UnaryOperator<String> paths) {
    var built = compiler.compile(project);
    return switch (built.result()) {
      case CompileResult.Broken broken -> throw new LoadFailure(broken.diagnostics());
      case CompileResult.Unit unit -> new LoadedProject(files.load(unit, paths), built.lock());
    };
  }
}
