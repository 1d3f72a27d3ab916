package dev.tinybase.compile;

import java.util.List;

/** Shows some packages of the program above the JDK, and nothing else of it. */
final class ApiClassLoader extends ClassLoader {
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
