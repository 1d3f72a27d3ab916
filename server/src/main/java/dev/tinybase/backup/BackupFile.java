package dev.tinybase.backup;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A backup that is read. Nothing in it is believed: its entries must be those that the manifest
 * names, each of the size and the digest that stand there.
 */
public final class BackupFile implements AutoCloseable {
  private static final int MOST_MANIFEST = 4 << 20;
  private static final int BUFFER = 1 << 16;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final BackupManifest manifest;

  private BackupFile(ZipFile zip, Map<String, ZipEntry> entries, BackupManifest manifest) {
    this.zip = zip;
    this.entries = entries;
    this.manifest = manifest;
  }

  /**
   * Opens a file and reads its manifest.
   *
   * @throws Problem 404 where there is no such file, 400 {@code invalid_backup} where it is none or
   *     is damaged
   */
  public static BackupFile open(Path file) {
    try {
      return open(new ZipFile(file.toFile()));
    } catch (NoSuchFileException _) {
      throw Problem.notFound("backup_not_found", "There is no file " + file + ".");
    } catch (ZipException e) {
      throw BackupManifest.damaged(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw FileProblems.of("backup_unreadable", "The backup cannot be read", e);
    }
  }

  private static BackupFile open(ZipFile zip) throws IOException {
    try {
      var entries = entries(zip);
      var described = entries.remove(BackupManifest.NAME);
      if (described == null) {
        throw BackupManifest.damaged("it has no " + BackupManifest.NAME);
      }
      byte[] text;
      try (var in = new PartInputStream(zip.getInputStream(described), MOST_MANIFEST)) {
        text = in.readAllBytes();
      }
      var file = new BackupFile(zip, entries, BackupManifest.parse(text));
      file.requireSameNames();
      return file;
    } catch (Throwable failure) {
      zip.close();
      throw failure;
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) {
    if (zip.size() > InstanceFiles.MOST + 1) {
      throw BackupManifest.damaged("it has " + zip.size() + " entries");
    }
    var entries = new HashMap<String, ZipEntry>();
    for (var entry : (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(each -> each)::iterator) {
      if (entries.put(entry.getName(), entry) != null) {
        throw BackupManifest.damaged("it has two entries '" + entry.getName() + "'");
      }
    }
    return entries;
  }

  private void requireSameNames() {
    var named = new HashSet<String>();
    for (var part : manifest.parts()) {
      if (!InstanceFiles.isPart(part.name())) {
        throw BackupManifest.damaged("'" + part.name() + "' is no part of an instance");
      }
      if (!named.add(part.name()) || !entries.containsKey(part.name())) {
        throw BackupManifest.damaged("'" + part.name() + "' is missing or there twice");
      }
    }
    entries.keySet().stream()
        .filter(name -> !named.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw BackupManifest.damaged("its manifest does not name '" + name + "'");
        });
    if (manifest.hasDatabase() != manifest.database().equals(BackupManifest.SQLITE)) {
      throw BackupManifest.damaged("the database is missing");
    }
  }

  /** What is in it. */
  public BackupManifest manifest() {
    return manifest;
  }

  /** Reads a part to its end; a problem where it is not what the manifest says. */
  void copy(BackupManifest.Part part, OutputStream out) throws IOException {
    var entry = entries.get(part.name());
    try (var in = new PartInputStream(zip.getInputStream(entry), part.bytes())) {
      var digest = Sha256.copy(in, out);
      if (in.bytes() != part.bytes() || !digest.equals(part.sha256())) {
        throw BackupManifest.damaged("'" + part.name() + "' is not what was backed up");
      }
    } catch (ZipException e) {
      throw BackupManifest.damaged("'" + part.name() + "' cannot be unpacked: " + e.getMessage());
    }
  }

  /** The same into a new file, which is on the disk then. */
  void unpack(BackupManifest.Part part, Path target) throws IOException {
    var folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (var channel = FileChannel.open(target, NEW, OWNER_ONLY)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      copy(part, out);
      out.flush();
      channel.force(true);
    }
  }

  /** Looks at the parts that are no database. */
  void checkFiles() throws IOException {
    for (var part : manifest.parts()) {
      if (!part.name().equals(InstanceFiles.DATABASE)) {
        copy(part, OutputStream.nullOutputStream());
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
