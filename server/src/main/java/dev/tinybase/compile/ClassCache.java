package dev.tinybase.compile;

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

  private final Shelf shelf;

  /** What this process has looked through or made already. */
  private final Map<String, List<String>> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  ClassCache(Shelf shelf) {
    this.shelf = shelf;
  }

  /** What was made of it before. */
  Optional<Compiled.Unit> find(Draft draft) {
    var jar = jar(draft.key());
    var classes = known.get(draft.key());
    if (classes == null || !Files.exists(jar)) {
      classes = Jars.classes(jar).orElse(null);
    }
    if (classes == null) {
      return Optional.empty();
    }
    shelf.use(jar);
    return Optional.of(unit(draft, jar, classes));
  }

  /** Keeps what was made of it. */
  Compiled.Unit store(Draft draft, List<ClassFile> classes) {
    var jar = jar(draft.key());
    try {
      Jars.write(jar, classes);
    } catch (IOException e) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "cache_unusable",
          "Cannot write compiled classes to %s (%s); make the folder writable"
              .formatted(shelf.folder(), e));
    }
    return unit(draft, jar, classes.stream().map(ClassFile::name).toList());
  }

  /** Throws out what nobody has used for long; what this process knows may be loaded. */
  void sweep() {
    known.keySet().forEach(key -> shelf.use(jar(key)));
    shelf.sweep();
  }

  private Compiled.Unit unit(Draft draft, Path jar, List<String> classes) {
    known.put(draft.key(), classes);
    return new Compiled.Unit(draft.name(), draft.key(), jar, classes, draft.jars(), draft.shared());
  }

  private Path jar(String key) {
    return shelf.folder().resolve(key + ".jar");
  }
}
