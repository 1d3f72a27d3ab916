package dev.tinybase.compile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Jars of classes that appear whole or not at all, and are looked through before they are used. */
final class Jars {
  /** The same classes make the same jar. */
  private static final long NO_TIME = 315_532_800_000L;

  private static final String SUFFIX = ".class";

  private Jars() {}

  /** Writes the classes; a jar of that path is replaced. */
  static void write(Path jar, List<ClassFile> classes) throws IOException {
    var draft = Files.createTempFile(Files.createDirectories(folder(jar)), "new", ".tmp");
    try {
      try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
        out.setLevel(Deflater.BEST_SPEED);
        for (var file : classes) {
          var entry = new ZipEntry(file.entry());
          entry.setTime(NO_TIME);
          out.putNextEntry(entry);
          out.write(file.bytes());
        }
      }
      Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The names of the classes in a jar; empty when there is none, or it is damaged. */
  static Optional<List<String>> classes(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (var zip = new ZipFile(jar.toFile())) {
      var names = new ArrayList<String>();
      for (var entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        check(zip, entry);
        names.add(entry.getName().replace('/', '.').replace(SUFFIX, ""));
      }
      return Optional.of(names);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void check(ZipFile zip, ZipEntry entry) throws IOException {
    var crc = new CRC32();
    try (var in = zip.getInputStream(entry)) {
      crc.update(in.readAllBytes());
    }
    if (crc.getValue() != entry.getCrc() || !entry.getName().endsWith(SUFFIX)) {
      throw new IOException("damaged: " + entry.getName());
    }
  }

  private static Path folder(Path jar) throws IOException {
    var folder = jar.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(jar + " is a folder");
    }
    return folder;
  }
}
