package dev.tinybase.functions.invoke;

import dev.tinybase.compile.Compiled;
import java.time.Clock;

/**
 * Makes files of functions from compiled classes. One per process; threads may share it. Files of
 * one compilation share the loader of their library.
 */
public final class FunctionFiles implements AutoCloseable {
  /**
   * A maker of files.
   *
   * @param clock what their functions get as {@link dev.tinybase.sdk.Context#clock}
   */
  public FunctionFiles(Clock clock) {}

  /** Loads a file that people know as {@code <name>.java}. */
  public FunctionFile load(Compiled.Unit unit) {
    return load(unit, unit.name() + ".java");
  }

  /**
   * Loads a file; none of its code runs before the first call.
   *
   * @param path how people know the file, for the diagnostics
   * @throws LoadFailure when its functions are declared wrongly
   */
  @SuppressWarnings("DoNotCallSuggester")
  public FunctionFile load(Compiled.Unit unit, String path) {
    throw new LoadFailure(java.util.List.of());
  }

  /** Ends what the files share: the HTTP client of their contexts. */
  @Override
  public void close() {}
}
