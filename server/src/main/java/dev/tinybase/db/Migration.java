package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One step of the tables' history, from a resource {@code db/<dialect>/NNN_name.sql}.
 *
 * @param number from 1, without gaps
 * @param name lower-case words with underscores
 * @param sql statements with semicolons between
 */
public record Migration(int number, String name, String sql) {
  private static final Pattern FILE = Pattern.compile("(\\d{3})_([a-z0-9_]+)\\.sql");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,60}");
  private static final List<String> DIALECTS = List.of("sqlite", "postgresql");

  /** The number and the name, as in the file's. */
  public String label() {
    return "%03d_%s".formatted(number, name);
  }

  /** The SHA-256 of the text, with line ends as on Unix. */
  String checksum() {
    return Sha256.hex(sql.replace("\r\n", "\n"));
  }

  /** Those that the program brings for a database; {@code index.txt} lists their files. */
  static List<Migration> load(Dialect dialect) {
    var folder = "/db/" + dialect.name() + "/";
    return text(folder + "index.txt")
        .lines()
        .map(file -> parse(file, text(folder + file)))
        .toList();
  }

  static Migration parse(String file, String sql) {
    var matcher = FILE.matcher(file);
    if (!matcher.matches()) {
      throw new IllegalStateException("a migration must be named NNN_name.sql: " + file);
    }
    return new Migration(Integer.parseInt(matcher.group(1)), matcher.group(2), sql);
  }

  private static String text(String resource) {
    try (InputStream in = Migration.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the next empty migration, for developers of TinyBase: one file for each database under
   * the folder of the resources ({@code server/src/main/resources}).
   */
  public static List<Path> make(Path resources, String name) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.badRequest(
          "invalid_name", "A migration's name has lower-case letters, digits and underscores.");
    }
    var made = new ArrayList<Path>();
    try {
      for (var dialect : DIALECTS) {
        made.add(append(resources.resolve("db").resolve(dialect), name));
      }
    } catch (IOException e) {
      throw Problem.badRequest(
          "not_a_source_tree",
          "Cannot make a migration: " + resources + " is not the folder of TinyBase's resources.");
    }
    return List.copyOf(made);
  }

  private static Path append(Path folder, String name) throws IOException {
    var index = folder.resolve("index.txt");
    var files = new ArrayList<>(Files.readAllLines(index));
    var file = "%03d_%s.sql".formatted(files.size() + 1, name);
    files.add(file);
    var path = Files.writeString(folder.resolve(file), "", StandardOpenOption.CREATE_NEW);
    Files.write(index, files);
    return path;
  }
}
