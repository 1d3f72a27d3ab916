package dev.tinybase.config;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file with a secret that nobody but its owner may read: mode 0600, in a folder of mode
 * 0700 if we make it. Made whole or not at all; of two processes that make it at once one wins, and
 * both read the winner's.
 */
public final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final String setting;

  /** The file at a path that the setting names. */
  public KeyFile(Path path, String setting) {
    this.path = path.toAbsolutePath();
    this.setting = setting;
  }

  /** Whether there is such a file. */
  public boolean exists() {
    return Files.exists(path);
  }

  /** The file's text; the file is made with the given text if there is none. */
  public String readOrCreate(Supplier<String> text) {
    try {
      if (!Files.exists(path)) {
        create(text.get());
      }
      close();
      return Files.readString(path);
    } catch (IOException e) {
      throw unusable("Cannot read or make", e);
    }
  }

  /** The file's text, where there is one. */
  public Optional<String> read() {
    try {
      if (!exists()) {
        return Optional.empty();
      }
      close();
      return Optional.of(Files.readString(path));
    } catch (IOException e) {
      throw unusable("Cannot read", e);
    }
  }

  /** Moves the file out of the way, because what it holds is kept elsewhere from now on. */
  public void retire() {
    var target = path.resolveSibling(path.getFileName() + ".imported");
    try {
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
      LOG.info("The keys of {} are in the database now; the file is {}", path, target);
    } catch (NoSuchFileException _) {
      LOG.debug("another process moved {} first", path);
    } catch (IOException e) {
      LOG.warn(
          "The keys of {} are in the database now, but the file stays: {}", path, e.toString());
    }
  }

  private Problem unusable(String what, IOException e) {
    return Problem.of(
        Problem.Kind.INTERNAL,
        "key_file_unusable",
        "%s the key file %s (%s); make its folder writable or set %s"
            .formatted(what, path, e, setting));
  }

  private void create(String text) throws IOException {
    var folder = path.getParent();
    if (folder == null) {
      throw new IOException("it is a folder");
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var draft = Files.createTempFile(folder, ".key", ".tmp");
    try {
      Files.setPosixFilePermissions(draft, OWNER_ONLY);
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
      publish(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A link appears whole, and fails where another process was first. */
  private void publish(Path draft) throws IOException {
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException _) {
      LOG.debug("another process made {} first", path);
    } catch (UnsupportedOperationException _) {
      Files.move(draft, path);
    }
  }

  private void close() throws IOException {
    if (isOpen(path)) {
      restrict(path);
      LOG.warn(
          "{} was open to other users of this machine and is closed now; replace its keys if they"
              + " may have been read",
          path);
    }
  }

  /** Whether others than its owner may read a file. */
  static boolean isOpen(Path file) throws IOException {
    return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
  }

  /** Closes a file, which may hold secrets, to others than its owner. */
  public static void restrict(Path file) throws IOException {
    Files.setPosixFilePermissions(file, OWNER_ONLY);
  }
}
