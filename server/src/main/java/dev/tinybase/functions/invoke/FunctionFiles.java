package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes files of functions from compiled classes. One per process; threads may share it. Files of
 * one compilation share the loader of their library.
 */
public final class FunctionFiles implements AutoCloseable {
  private final Clock clock;
  private final CallHttp.Shared http = new CallHttp.Shared();
  private final Map<String, WeakReference<ClassLoader>> shared = new HashMap<>();

  /**
   * A maker of files.
   *
   * @param clock what their functions get as {@link dev.tinybase.sdk.Context#clock}
   */
  public FunctionFiles(Clock clock) {
    this.clock = clock;
  }

  /** Loads a file that people know as {@code <name>.java}. */
  public FunctionFile load(CompileResult.Unit unit) {
    return load(unit, unit.name() + ".java");
  }

  /**
   * Loads a file; none of its code runs before the first call.
   *
   * @param path how people know the file, for the diagnostics
   * @throws LoadFailure when its functions are declared wrongly
   */
  public FunctionFile load(CompileResult.Unit unit, String path) {
    var loader = UnitClassLoader.of(unit, parent(unit));
    return new FunctionFile(unit, loader, clock, http).scan(path);
  }

  /** For a file whose classes are loaded already, and whose contexts alone are of interest. */
  public FunctionFile around(CompileResult.Unit unit, UnitClassLoader loader) {
    return new FunctionFile(unit, loader, clock, http);
  }

  /** Ends what the files share: the HTTP client of their contexts. */
  @Override
  public void close() {
    http.close();
  }

  /** The files hold the loader of what they share; it goes when the last of them goes. */
  private synchronized ClassLoader parent(CompileResult.Unit unit) {
    var library = unit.shared();
    if (library == null) {
      return UnitClassLoader.sdk();
    }
    shared.values().removeIf(reference -> reference.get() == null);
    @Nullable WeakReference<ClassLoader> reference = shared.get(library.key());
    @Nullable ClassLoader known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    var made = UnitClassLoader.of(library, UnitClassLoader.sdk());
    shared.put(library.key(), new WeakReference<>(made));
    return made;
  }
}
