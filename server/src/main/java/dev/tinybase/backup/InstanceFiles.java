package dev.tinybase.backup;

import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that make an instance, by the names that they have in a backup. A list of what belongs
 * to it, not of what does not: caches, other backups and whatever else lies there stay out.
 */
record InstanceFiles(Settings settings) {
  /** The copy of a SQLite database. */
  static final String DATABASE = "tinybase.db";

  /** The key that seals the signing keys and the secrets. */
  static final String KEY = "secrets.key";

  static final String CONFIGURATION = ConfigLoader.FILE;

  /** More files are no functions, but a mistaken folder. */
  static final int MOST = 10_000;

  private static final String FUNCTIONS = "functions/";
  private static final String COLLECTIONS = "collections/";
  private static final int DEPTH = 8;

  /** Parts of a path that neither leave their folder nor hide in it. */
  private static final String SEGMENT = "[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*";

  private static final Pattern PATH = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,8}");
  private static final Pattern SOURCES = Pattern.compile(".*\\.java|tinybase\\.lock");
  private static final Pattern SCHEMAS = Pattern.compile(".*\\.(json|toml)");

  /** Those that are there, without the database. */
  SortedMap<String, Path> find() throws IOException {
    var found = new TreeMap<String, Path>();
    add(found, CONFIGURATION);
    if (settings.secrets().key() == null) {
      add(found, KEY);
    }
    addAll(found, FUNCTIONS, settings.functions().path(), SOURCES);
    addAll(found, COLLECTIONS, collections(), SCHEMAS);
    return found;
  }

  /** Where a part of a backup belongs; empty where there is no such part. */
  Optional<Path> place(String name) {
    return switch (name) {
      case DATABASE -> Databases.file(settings.database());
      case KEY -> Optional.of(settings.secrets().keyFile());
      case CONFIGURATION -> Optional.of(settings.backup().instance().resolve(CONFIGURATION));
      default ->
          below(FUNCTIONS, name, settings.functions().path(), SOURCES)
              .or(() -> below(COLLECTIONS, name, collections(), SCHEMAS));
    };
  }

  /** Whether a backup may have a part of this name. */
  static boolean isPart(String name) {
    return new InstanceFiles(Settings.defaults()).place(name).isPresent();
  }

  private Path collections() {
    return settings.backup().instance().resolve("collections");
  }

  private static Optional<Path> below(String prefix, String name, Path folder, Pattern files) {
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    var rest = name.substring(prefix.length());
    boolean good = PATH.matcher(rest).matches() && files.matcher(rest).matches();
    return good ? Optional.of(folder.resolve(rest)) : Optional.empty();
  }

  private void add(Map<String, Path> found, String name) {
    place(name).filter(Files::isRegularFile).ifPresent(file -> found.put(name, file));
  }

  private static void addAll(Map<String, Path> found, String prefix, Path folder, Pattern files)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var paths = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      for (var file : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        var name = prefix + folder.relativize(file).toString().replace('\\', '/');
        if (below(prefix, name, folder, files).isPresent()) {
          found.put(name, file);
          requireFew(found, folder);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void requireFew(Map<String, Path> found, Path folder) {
    if (found.size() > MOST) {
      throw Problem.badRequest(
          "too_many_files",
          "More than %,d files belong to this instance, most of them below %s: is that the right folder?"
              .formatted(MOST, folder.getFileName()));
    }
  }
}
