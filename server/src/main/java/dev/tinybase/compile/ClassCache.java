package dev.tinybase.compile;

import dev.tinybase.compile.Jars.ClassFile;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classes on disk, by the key of what they were made from. */
final class ClassCache {
  private static final int MOST_REMEMBERED = 10_000;

  private final CacheFolder folder;

  /** What this process has looked through or made already. */
  private final Map<String, List<String>> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  ClassCache(CacheFolder folder) {
    this.folder = folder;
  }

  /** What was made of it before. */
  Optional<CompileResult.Unit> find(CompileTask task) {
    var jar = jar(task.key());
    var classes = known.get(task.key());
    if (classes == null || !Files.exists(jar)) {
      classes = Jars.classes(jar).orElse(null);
    }
    if (classes == null) {
      return Optional.empty();
    }
    folder.use(jar);
    return Optional.of(unit(task, jar, classes));
  }

  /** Keeps what was made of it. */
  CompileResult.Unit store(CompileTask task, List<ClassFile> classes) {
    var jar = jar(task.key());
    try {
      Jars.write(jar, classes);
    } catch (IOException e) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "cache_unusable",
          "Cannot write compiled classes to %s (%s); make the folder writable"
              .formatted(folder.path(), e));
    }
    return unit(task, jar, classes.stream().map(ClassFile::name).toList());
  }

  /** Throws out what nobody has used for long; what this process knows may be loaded. */
  void sweep() {
    known.keySet().forEach(key -> folder.use(jar(key)));
    folder.sweep();
  }

  private CompileResult.Unit unit(CompileTask task, Path jar, List<String> classes) {
    known.put(task.key(), classes);
    return new CompileResult.Unit(
        task.name(), task.key(), jar, classes, task.jars(), task.shared());
  }

  private Path jar(String key) {
    return folder.path().resolve(key + ".jar");
  }
}
