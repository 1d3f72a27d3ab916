package dev.tinybase.cli.testing;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A file of tests whose classes can be loaded. */
record TestSource(CompileResult.Unit unit, UnitClassLoader loader, String path)
    implements AutoCloseable {
  /** With a loader of its own below that of what it shares with functions. */
  static TestSource of(CompileResult.Unit unit, String path) {
    var shared = unit.shared();
    var parent =
        shared == null
            ? UnitClassLoader.tests()
            : UnitClassLoader.of(shared, UnitClassLoader.tests());
    return new TestSource(unit, UnitClassLoader.of(unit, parent), path);
  }

  /** The classes with tests that are not inside of others. */
  List<Class<?>> classes() {
    return unit.classes().stream()
        .filter(name -> name.indexOf('$') < 0)
        .<Class<?>>map(this::load)
        .filter(TestRun::hasTests)
        .toList();
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Class<?> load(String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the compiler made " + name, e);
    }
  }
}
