package dev.tinybase.cli;

import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.SettingsDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that {@code init} makes. */
final class InitFiles {
  private static final String IGNORED =
      """
      # The data and the keys of this instance are not source code.
      *.db
      *.db-*
      *.db.*
      /.tinybase/
      """;

  /** The functions of a new instance; they stand in the program's resources. */
  private static final List<String> EXAMPLES = List.of("add_numbers", "fetch_url", "hello");

  private InitFiles() {}

  /** The texts of the files by their paths below the instance. */
  static Map<String, String> all() {
    var files = new LinkedHashMap<String, String>();
    files.put(ConfigLoader.FILE, SettingsDocument.toml());
    files.put(".gitignore", IGNORED);
    EXAMPLES.forEach(name -> files.put("functions/" + name + ".java", example(name)));
    return files;
  }

  /** False when it is there already, in which case it stays as it is. */
  static boolean make(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  private static String example(String name) {
    var file = "functions/" + name + ".java";
    try (var text = InitFiles.class.getResourceAsStream("/init/" + file)) {
      if (text == null) {
        throw new IllegalStateException("the program lacks its resource " + file);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
