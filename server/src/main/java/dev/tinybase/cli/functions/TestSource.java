package dev.tinybase.cli.functions;

import dev.tinybase.compile.Compiled;
import dev.tinybase.compile.UnitLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A file of tests whose classes can be loaded. */
record TestSource(Compiled.Unit unit, UnitLoader loader, String path) implements AutoCloseable {
  /** With a loader of its own below that of what it shares with functions. */
  static TestSource of(Compiled.Unit unit, String path) {
    var shared = unit.shared();
    var parent = shared == null ? UnitLoader.tests() : UnitLoader.of(shared, UnitLoader.tests());
    return new TestSource(unit, UnitLoader.of(unit, parent), path);
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
