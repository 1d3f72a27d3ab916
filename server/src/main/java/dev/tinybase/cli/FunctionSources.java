package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files of functions that can be deployed. */
final class FunctionSources {
  private static final String JAVA = ".java";
  private static final String SHARED = "lib";
  private static final int DEPTH = 8;

  private FunctionSources() {}

  /** The files of functions, of one file or of a folder; those that all functions use first. */
  static List<FunctionUpload> read(Path path, @Nullable String notes) {
    if (!Files.exists(path)) {
      throw Problem.notFound("file_not_found", "There is no file or folder " + path + ".");
    }
    try {
      return Files.isDirectory(path)
          ? folder(path, notes)
          : List.of(upload(name(path), path, notes));
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", path + " can't be read: " + e.getMessage());
    }
  }

  private static List<FunctionUpload> folder(Path folder, @Nullable String notes)
      throws IOException {
    try (var walk = Files.walk(folder, DEPTH)) {
      var files = walk.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
      var shared = files.stream().filter(FunctionSources::isShared);
      var functions = files.stream().filter(FunctionSources::isFunction);
      return Stream.concat(shared, functions)
          .map(file -> upload(slashed(file), folder.resolve(file), notes))
          .toList();
    }
  }

  private static boolean isShared(Path file) {
    return file.startsWith(SHARED) && file.toString().endsWith(JAVA);
  }

  private static boolean isFunction(Path file) {
    var name = file.toString();
    return file.getNameCount() == 1
        && name.endsWith(JAVA)
        && !name.startsWith("_")
        && !name.endsWith("Test" + JAVA);
  }

  /** A file below a folder {@code lib} is one that all functions use. */
  private static String name(Path file) {
    for (int i = file.getNameCount() - 2; i >= 0; i--) {
      if (file.getName(i).toString().equals(SHARED)) {
        return slashed(file.subpath(i, file.getNameCount()));
      }
    }
    return String.valueOf(file.getFileName());
  }

  private static String slashed(Path file) {
    return file.toString().replace('\\', '/');
  }

  private static FunctionUpload upload(String name, Path file, @Nullable String notes) {
    try {
      return new FunctionUpload(name, Files.readString(file), notes);
    } catch (CharacterCodingException _) {
      throw Problem.badRequest("invalid_file", file + " is not UTF-8 text.");
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", file + " can't be read: " + e.getMessage());
    }
  }
}
