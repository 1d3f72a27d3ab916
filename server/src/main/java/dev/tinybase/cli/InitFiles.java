package dev.tinybase.cli;

import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.SettingsDocument;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

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

  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;

      record Guest(String name) {}

      record Greeting(String text) {}

      @Register(name = "greet", description = "Greets a guest", auth = Auth.PUBLIC, tags = "example")
      Greeting greet(Context ctx, Guest guest) {
        return new Greeting("Hello, " + guest.name() + "!");
      }
      """;

  /** A file by its path below the instance. */
  record InitFile(String name, String text) {
    /** False when it is there already, in which case it stays as it is. */
    boolean makeIn(Path directory) throws IOException {
      var file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      try {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException _) {
        return false;
      }
    }
  }

  private InitFiles() {}

  static List<InitFile> all() {
    return List.of(
        new InitFile(ConfigLoader.FILE, SettingsDocument.toml()),
        new InitFile("functions/greet.java", FUNCTION),
        new InitFile(".gitignore", IGNORED));
  }
}
