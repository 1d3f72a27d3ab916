package dev.tinybase.compile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Turns Java files into jars of classes, or into reasons why not. What was compiled before comes
 * from the cache without a compiler. One per instance; threads may share it.
 */
public final class SourceCompiler {
  /**
   * A compiler.
   *
   * @param cache the folder for classes and libraries; made when needed
   * @param lock the file that fixes libraries; kept in the cache when its folder cannot be written
   * @param offline whether libraries may only come from this machine
   */
  public SourceCompiler(Path cache, Path lock, boolean offline) {}

  /**
   * Compiles what is not in the cache. Bad sources are told in the result.
   *
   * @param shared files whose classes all sources may use; compiled as one
   * @param sources files that cannot see each other
   * @throws dev.tinybase.errors.Problem when there is no compiler, or the cache is unusable
   */
  public Compilation compile(List<Source> shared, List<Source> sources) {
    return new Compilation(null, Map.of());
  }
}
