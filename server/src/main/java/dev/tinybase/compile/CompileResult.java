package dev.tinybase.compile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a source. */
public sealed interface CompileResult {
  /** The source's name. */
  String name();

  /**
   * Classes.
   *
   * @param key a hash of everything that went into them: source, libraries, SDK and JDK
   * @param jar the classes, in the cache; its content never changes
   * @param classes the names of the classes in the jar, as {@link Class#getName} has them
   * @param libraries further jars on the class path, from {@code //DEPS}
   * @param shared the classes of the shared folder, which stand in the parent class loader; null
   *     when there are none
   */
  record Unit(
      String name,
      String key,
      Path jar,
      List<String> classes,
      List<Path> libraries,
      @Nullable Unit shared)
      implements CompileResult {}

  /** Reasons why there are none. */
  record Broken(String name, List<Diagnostic> diagnostics) implements CompileResult {}

  /**
   * What became of many sources.
   *
   * @param shared of the shared folder; null when it has no sources
   * @param units of each source, by its name
   */
  record Compilation(@Nullable CompileResult shared, Map<String, CompileResult> units) {}
}
