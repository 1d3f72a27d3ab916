package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.StringNode;

@Command(
    name = "new",
    description = {
      "Makes the folder of a new extension, with a hook, a function, a route, a setting, a collection"
          + " and a test.",
      "No instance is needed."
    },
    footer = {
      "  tinybase extensions new guest-book",
      "  tinybase extensions new guest-book --description 'Who was here' --dir extensions"
    })
final class ExtensionsNewCommand implements Runnable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LONGEST = 50;

  /** The files of the template, an extension of this name. */
  private static final String TEMPLATE = "guest-book";

  private static final List<String> FILES =
      List.of(
          "extension.toml",
          "README.md",
          "collections/guest_book.json",
          "src/GuestBookExtension.java",
          "GuestBookTest.java");

  private final Shell shell;

  @Parameters(
      paramLabel = "NAME",
      description = "Lower-case letters and digits, words joined by hyphens, such as guest-book.")
  private String name = "";

  @Option(
      names = {"--description", "-d"},
      paramLabel = "TEXT",
      description = "One sentence for whoever installs it.")
  private @Nullable String description;

  @Option(
      names = {"--dir", "-f"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where its folder is made (the working directory).")
  private Path directory = Path.of(".");

  ExtensionsNewCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
      throw new UsageError(
          "NAME '%s' must be lower-case letters and digits, words joined by hyphens, at most %d"
              .formatted(name, LONGEST));
    }
    var folder = shell.directory().resolve(directory).resolve(name).normalize();
    if (Files.exists(folder)) {
      throw Problem.conflict(
          "file_exists", shown(folder) + " is there already and stays as it is.");
    }
    FILES.forEach(file -> make(folder.resolve(named(file)), text(file)));
    shell.out().println("Run its test with 'tinybase extensions test " + shown(folder) + "',");
    shell.out().println("install it with 'tinybase extensions install ./" + shown(folder) + "'.");
  }

  private String text(String file) {
    var text = named(Resources.text("/init/extension/" + file));
    var sentence = description == null ? "What it does, in one sentence" : description;
    return text.replace("\"Who was here\"", Json.text(StringNode.valueOf(sentence)))
        .replace("Who was here.", sentence);
  }

  /** The text with the template's name replaced, in each of the ways it is written. */
  private String named(String text) {
    var words = name.split("-");
    var type =
        Arrays.stream(words)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(joining());
    return text.replace(TEMPLATE, name)
        .replace("guest_book", name.replace('-', '_'))
        .replace("GuestBook", type);
  }

  private void make(Path file, String text) {
    try {
      InitCommand.make(file, text);
      shell.out().println("Made " + shown(file));
    } catch (IOException e) {
      throw Problem.badRequest(
          "invalid_file", shown(file) + " can't be written: " + e.getMessage());
    }
  }

  private Path shown(Path file) {
    return file.startsWith(shell.directory()) ? shell.directory().relativize(file) : file;
  }
}
