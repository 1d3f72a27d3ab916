package dev.tinybase.compile;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes of one unit and its libraries. Closing it lets go of the jars; a class that is needed
 * for the first time after that is not found.
 */
public final class UnitClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final String unit;
  private volatile boolean usesDrivers;

  private UnitClassLoader(String unit, URL[] urls, ClassLoader parent) {
    super(urls, parent);
    this.unit = unit;
  }

  /**
   * A loader for the unit.
   *
   * @param parent {@link #sdk()}, or a loader of the unit's {@code shared}
   */
  public static UnitClassLoader of(CompileResult.Unit unit, ClassLoader parent) {
    var urls =
        Stream.concat(Stream.of(unit.jar()), unit.libraries().stream()).map(UnitClassLoader::url);
    return new UnitClassLoader(unit.name(), urls.toArray(URL[]::new), parent);
  }

  /** The parent of all loaders: shows the SDK, jakarta.validation and the JDK. */
  public static ClassLoader sdk() {
    return ApiClassLoader.SDK;
  }

  /** The parent of the loaders of tests: shows JUnit beside it. */
  public static ClassLoader tests() {
    return ApiClassLoader.TESTS;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals("java.sql.DriverManager")) {
      usesDrivers = true;
    }
    return super.loadClass(name, resolve);
  }

  /** Whether its classes may have registered JDBC drivers. */
  public boolean usesDrivers() {
    return usesDrivers;
  }

  /** The class of this name, if it was needed so far. */
  public Optional<Class<?>> loaded(String name) {
    return Optional.ofNullable(findLoadedClass(name));
  }

  /** The platform threads that hold it, other than the current one. */
  public List<Thread> threads() {
    var group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    var threads = new Thread[2 * group.activeCount() + 16];
    group.enumerate(threads, true);
    return Arrays.stream(threads)
        .filter(thread -> thread != null && thread != Thread.currentThread())
        .filter(thread ->
            thread.getContextClassLoader() == this || thread.getClass().getClassLoader() == this)
        .toList();
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every path has a URL", e);
    }
  }

  @Override
  public String toString() {
    return "loader of " + unit;
  }

  /** Shows some packages of the program above the JDK, and nothing else of it. */
  private static final class ApiClassLoader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    /** For functions: the SDK. All of it is in the compiler's class path too. */
    static final ApiClassLoader SDK =
        new ApiClassLoader(
            "sdk",
            ClassLoader.getPlatformClassLoader(),
            List.of("dev.tinybase.sdk.", "jakarta.validation.", "org.jspecify.annotations."));

    /** For their tests: JUnit beside it. */
    static final ApiClassLoader TESTS =
        new ApiClassLoader(
            "tests",
            SDK,
            List.of(
                "org.junit.jupiter.api.",
                "org.junit.jupiter.params.",
                "org.junit.platform.commons.",
                "org.opentest4j.",
                "org.apiguardian.api."));

    private final List<String> packages;

    private ApiClassLoader(String name, ClassLoader parent, List<String> packages) {
      super(name, parent);
      this.packages = packages;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (packages.stream().noneMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      return Class.forName(name, false, ApiClassLoader.class.getClassLoader());
    }
  }
}
