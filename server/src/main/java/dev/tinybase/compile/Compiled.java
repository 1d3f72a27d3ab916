package dev.tinybase.compile;

import java.nio.file.Path;
import java.util.List;

/** What became of a source. */
public sealed interface Compiled {
  /** The source's name. */
  String name();

  /**
   * Classes.
   *
   * @param key a hash of everything that went into them: source, libraries, SDK and JDK
   * @param jar the classes, in the cache; its content never changes
   * @param classes the names of the classes in the jar, as {@link Class#getName} has them
   * @param libraries further jars on the class path, from {@code //DEPS} and the shared folder
   */
  record Unit(String name, String key, Path jar, List<String> classes, List<Path> libraries)
      implements Compiled {}

  /** Reasons why there are none. */
  record Broken(String name, List<Diagnostic> diagnostics) implements Compiled {}
}
