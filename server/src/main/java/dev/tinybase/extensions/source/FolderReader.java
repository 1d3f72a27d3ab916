package dev.tinybase.extensions.source;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads a folder as it stands: regular files alone, nothing hidden, nothing that a build made. */
final class FolderReader extends SimpleFileVisitor<Path> {
  private static final int MOST_VISITED = 20_000;

  private final Path root;
  private final ExtensionFiles.Builder files = new ExtensionFiles.Builder();
  private int visited;

  private FolderReader(Path root) {
    this.root = root;
  }

  static ExtensionFiles read(Path folder) {
    try {
      var root = folder.toRealPath();
      var reader = new FolderReader(root);
      Files.walkFileTree(root, reader);
      return reader.files.build();
    } catch (NoSuchFileException _) {
      throw unreadable("there is no such folder, or a file in it is gone");
    } catch (IOException e) {
      throw unreadable(e.getClass().getSimpleName());
    }
  }

  private static Problem unreadable(String why) {
    return Problem.badRequest("fetch_failed", "The folder cannot be read: " + why + ".");
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    count();
    return !folder.equals(root) && FilePath.isIgnored(path(folder))
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    count();
    var path = path(file);
    if (FilePath.isIgnored(path)) {
      return FileVisitResult.CONTINUE;
    }
    if (!attributes.isRegularFile()) {
      throw FilePath.refused(
          FilePath.shown(path) + (attributes.isSymbolicLink() ? " is a link" : " is no file"));
    }
    ExtensionFiles.Builder.checkSize(path, attributes.size());
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      files.add(path, in.readNBytes(ExtensionFiles.MOST_FILE_BYTES + 1));
    }
    return FileVisitResult.CONTINUE;
  }

  private void count() {
    if (++visited > MOST_VISITED) {
      throw FilePath.refused("its folder has more than " + MOST_VISITED + " entries");
    }
  }

  private String path(Path file) {
    return StreamSupport.stream(root.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }
}
