package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Makes files of functions from compiled classes. One per process; threads may share it. Files of
 * one compilation share the loader of their library.
 */
public final class FunctionFiles implements AutoCloseable {
  final Clock clock;
  final CallHttp.Shared http = new CallHttp.Shared();
  final CodeSchedule.Check schedules;
  private final UnitShutdowns shutdowns;
  private final Map<String, Library> libraries = new HashMap<>(); // guarded by this; by their keys
  private final Set<FunctionFile> open = ConcurrentHashMap.newKeySet();

  /** A maker of files whose schedules others have checked. */
  public FunctionFiles(Clock clock) {
    this(clock, _ -> Optional.empty());
  }

  /**
   * A maker of files.
   *
   * @param clock what their functions get as {@link dev.tinybase.sdk.Context#clock}
   * @param schedules what is wrong with those that functions declare
   */
  public FunctionFiles(Clock clock, CodeSchedule.Check schedules) {
    this.clock = clock;
    this.schedules = schedules;
    this.shutdowns = new UnitShutdowns(clock);
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
    return load(unit, _ -> path);
  }

  /**
   * Loads what was compiled from several sources.
   *
   * @param paths how people know a source, for the diagnostics, given its name below the folders of
   *     its package, such as {@code org/example/Audit.java}; of an empty text, how they know all
   *     sources together
   * @throws LoadFailure when its functions, hooks or routes are declared wrongly
   */
  public FunctionFile load(CompileResult.Unit unit, UnaryOperator<String> paths) {
    var file = new FunctionFile(unit, UnitClassLoader.of(unit, parent(unit)), this);
    try {
      file.scan(paths);
      open.add(file);
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** For a file whose classes are loaded already, and whose contexts alone are of interest. */
  public FunctionFile around(CompileResult.Unit unit, UnitClassLoader loader) {
    return new FunctionFile(unit, loader, this);
  }

  /** Threads that have held an old version for a minute; each version is told of once. */
  public List<String> leftovers() {
    return shutdowns.leftovers();
  }

  /** Closes all files, waits a moment for what they end, and ends what they share. */
  @Override
  public void close() {
    List.copyOf(open).forEach(FunctionFile::close);
    shutdowns.close();
    http.close();
  }

  /** The loader of what the file shares with others; it is there as long as one of them. */
  private synchronized ClassLoader parent(CompileResult.Unit unit) {
    var shared = unit.shared();
    if (shared == null) {
      return UnitClassLoader.sdk();
    }
    var library = libraries.computeIfAbsent(shared.key(), _ -> new Library(shared));
    library.users++;
    return library.loader;
  }

  /** Ends what a file holds, and what the library does, if this was the last one that used it. */
  void closed(FunctionFile file) {
    open.remove(file);
    var ending = new ArrayList<UnitShutdown>();
    file.shutdown().ifPresent(ending::add);
    unused(file).ifPresent(ending::add);
    shutdowns.begin(ending);
  }

  private synchronized Optional<UnitShutdown> unused(FunctionFile file) {
    var shared = file.unit().shared();
    var library = shared == null ? null : libraries.get(shared.key());
    if (library == null || file.loader.getParent() != library.loader || --library.users > 0) {
      return Optional.empty();
    }
    libraries.remove(library.unit.key());
    var classes = UnitShutdown.loaded(library.loader, library.unit.classes());
    return classes.isEmpty()
        ? Optional.empty()
        : Optional.of(new UnitShutdown(library.unit, library.loader, List.of(), classes));
  }

  /** The classes that files share, and how many files do. */
  private static final class Library {
    private final CompileResult.Unit unit;
    private final UnitClassLoader loader;
    private int users;

    private Library(CompileResult.Unit unit) {
      this.unit = unit;
      this.loader = UnitClassLoader.of(unit, UnitClassLoader.sdk());
    }
  }
}
