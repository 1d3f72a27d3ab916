package dev.tinybase.functions.loading;

import dev.tinybase.compile.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of function files, and the files below {@code lib/} that they share. */
final class SourceFolder {
  private static final System.Logger LOG = System.getLogger(SourceFolder.class.getName());
  private static final String JAVA = ".java";
  private static final int DEPTH = 8;
  private static final boolean CHANGE_TIMES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /**
   * What tells that a file has changed, without reading it: another file under the same name, or an
   * edit that keeps size and time, too.
   *
   * @param key the file's number in its file system, where that has such numbers
   * @param changed when the system saw the last change, whatever time the file was given
   */
  record Stamp(long size, FileTime modified, @Nullable Object key, @Nullable Object changed) {}

  /**
   * What is in it.
   *
   * @param files functions, and shared files, whose names begin with {@code lib/}
   * @param others Java files that functions may name in {@code //SOURCES}
   */
  record Content(List<SourceCandidate> files, Map<Path, Stamp> others) {}

  private interface Visitor {
    void visit(Path path, BasicFileAttributes attributes);
  }

  private final Path folder;
  private final long maxBytes;

  SourceFolder(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Reads all of it; nothing where there is no such folder. */
  Content read() {
    var content = new Content(new ArrayList<>(), new TreeMap<>());
    stamps()
        .forEach((file, stamp) -> {
          var relative = relative(file);
          if (isFunction(relative) || relative.startsWith(DeployedSource.SHARED)) {
            candidate(file, relative, stamp).ifPresent(content.files()::add);
          } else if (!relative.endsWith("Test" + JAVA)) {
            content.others().put(file, stamp);
          }
        });
    return content;
  }

  /** All Java files in it and in the folders below. */
  SortedMap<Path, Stamp> stamps() {
    var stamps = new TreeMap<Path, Stamp>();
    walk(
        folder,
        0,
        (path, attributes) -> {
          if (attributes.isRegularFile() && path.toString().endsWith(JAVA)) {
            stamps.put(
                path,
                new Stamp(
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    attributes.fileKey(),
                    changed(path)));
          }
        });
    return stamps;
  }

  private static @Nullable Object changed(Path file) {
    try {
      return CHANGE_TIMES ? Files.getAttribute(file, "unix:ctime") : null;
    } catch (IOException _) {
      return null;
    }
  }

  /** The folder and those below. */
  List<Path> folders() {
    var folders = new ArrayList<Path>();
    walk(
        folder,
        0,
        (path, attributes) -> {
          if (attributes.isDirectory()) {
            folders.add(path);
          }
        });
    return folders;
  }

  /** What goes away meanwhile is left out; links are followed, so the depth is bounded. */
  private static void walk(Path path, int depth, Visitor visitor) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      visitor.visit(path, attributes);
      if (attributes.isDirectory() && depth < DEPTH) {
        try (Stream<Path> children = Files.list(path)) {
          children
              .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
              .forEach(child -> walk(child, depth + 1, visitor));
        }
      }
    } catch (NoSuchFileException _) {
      // as if it had never been there
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot look into " + path, e);
    }
  }

  private static boolean isFunction(String relative) {
    return !relative.contains("/")
        && !relative.startsWith("_")
        && !relative.endsWith("Test" + JAVA);
  }

  /** Nothing for a file that has gone since it was seen. */
  private Optional<SourceCandidate> candidate(Path file, String relative, Stamp stamp) {
    try {
      return Optional.of(
          stamp.size() > maxBytes
              ? unusable(file, relative, "exceeds the maximum size of " + maxBytes + " bytes")
              : readable(file, relative));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.of(unusable(file, relative, "is not UTF-8 text"));
    } catch (IOException e) {
      return Optional.of(unusable(file, relative, "cannot be read: " + e));
    }
  }

  private SourceCandidate readable(Path file, String relative) throws IOException {
    var source = source(file, relative, Files.readString(file));
    return SourceCandidate.file(source, isFunction(relative) ? complaint(source.name()) : null);
  }

  private static @Nullable String complaint(String name) {
    return FunctionNames.complaint(name).map(what -> "'" + name + "' " + what).orElse(null);
  }

  private SourceCandidate unusable(Path file, String relative, String complaint) {
    return SourceCandidate.file(source(file, relative, ""), complaint);
  }

  private SourceFile source(Path file, String relative, String text) {
    var name = relative.substring(0, relative.length() - JAVA.length());
    return new SourceFile(name, folder.getFileName() + "/" + relative, text, file.getParent());
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
