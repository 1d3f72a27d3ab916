package dev.tinybase.compile;

import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Jars of classes, which are looked through before they are used. */
final class Jars {
  /** The same classes make the same jar. */
  private static final long NO_TIME = 315_532_800_000L;

  private Jars() {}

  /** Writes the classes; a jar of that path is replaced. */
  static void write(Path jar, List<ClassFile> classes) throws IOException {
    AtomicFile.write(
        jar,
        out -> {
          var zip = new ZipOutputStream(out);
          zip.setLevel(Deflater.BEST_SPEED);
          zip.setComment(hash(classes));
          for (var file : classes) {
            var entry = new ZipEntry(file.entry());
            entry.setTime(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(file.bytes());
          }
          zip.finish();
        });
  }

  /** The names of the classes in a jar; empty when there is none, or it is damaged. */
  static Optional<List<String>> classes(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (var zip = new ZipFile(jar.toFile())) {
      var classes = new ArrayList<ClassFile>();
      for (var entry : zip.stream().toList()) {
        try (var in = zip.getInputStream(entry)) {
          classes.add(new ClassFile(ClassFile.name(entry.getName()), in.readAllBytes()));
        }
      }
      return hash(classes).equals(zip.getComment())
          ? Optional.of(classes.stream().map(ClassFile::name).toList())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Of names and contents; the checksums of a jar are those of contents alone. */
  private static String hash(List<ClassFile> classes) {
    var digest = new Sha256();
    classes.forEach(file -> digest.add(file.name()).add(file.bytes()));
    return digest.hex();
  }

  /** A compiled class. */
  record ClassFile(String name, byte[] bytes) {
    private static final String SUFFIX = ".class";

    static final Comparator<ClassFile> BY_NAME = Comparator.comparing(ClassFile::name);

    /** Its path in a jar. */
    String entry() {
      return name.replace('.', '/') + SUFFIX;
    }

    /** The name of the class that stands in this path of a jar. */
    static String name(String entry) {
      var path =
          entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
      return path.replace('/', '.');
    }
  }
}
