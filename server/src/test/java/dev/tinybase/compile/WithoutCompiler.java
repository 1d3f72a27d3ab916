package dev.tinybase.compile;

import java.io.IOException;
import java.util.List;

/** Has this package's classes a second time, and neither a compiler nor Maven's library. */
final class WithoutCompiler extends ClassLoader {
  private static final List<String> MISSING =
      List.of(
          "com.sun.tools.",
          "com.sun.source.",
          "javax.tools.",
          "eu.maveniverse.",
          "org.eclipse.aether.",
          "org.apache.maven.");

  private boolean asked;

  WithoutCompiler() {
    super(WithoutCompiler.class.getClassLoader());
  }

  /** Whether anybody wanted what is missing. */
  boolean asked() {
    return asked;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (MISSING.stream().anyMatch(name::startsWith)) {
      asked = true;
      throw new ClassNotFoundException(name);
    }
    synchronized (getClassLoadingLock(name)) {
      var known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return name.startsWith("dev.tinybase.compile.")
          ? define(name)
          : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
