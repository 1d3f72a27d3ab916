package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.FunctionNames;
import dev.tinybase.json.Json;
import dev.tinybase.text.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.StringNode;

@Command(
    name = "new",
    description = "Makes the file of a new function, and a test beside it.",
    footer = {
      "  tinybase functions new place_order",
      "  tinybase functions new place_order --description 'Places an order' --dir functions"
    })
final class FunctionsNewCommand implements Runnable {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "In snake_case, such as place_order.")
  private String name = "";

  @Option(
      names = {"--description", "-d"},
      paramLabel = "TEXT",
      description = "One sentence for whoever calls it.")
  private @Nullable String description;

  @Option(
      names = {"--dir", "-f"},
      paramLabel = "DIR",
      description = "Where; it is made when missing (the folder of the functions).")
  private @Nullable Path directory;

  FunctionsNewCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    FunctionNames.complaint(name)
        .ifPresent(what -> {
          throw new UsageError("NAME '" + name + "' " + what);
        });
    var folder =
        directory == null
            ? new InstanceFolder(shell).settings().functions().path()
            : shell.directory().resolve(directory);
    var text = Json.text(StringNode.valueOf(description == null ? "" : description));
    make(folder.resolve(name + ".java"), template("function").formatted(name, text, method()));
    make(folder.resolve(name + "Test.java"), template("test").formatted(name, name));
    shell.out().println("Run its test with 'tinybase functions test', call it with");
    shell.out().println("'tinybase functions run " + name + " --data '{\"name\": \"Ada\"}''.");
  }

  private void make(Path file, String text) {
    var shown = shell.directory().relativize(file.normalize());
    try {
      if (!InitCommand.make(file.toAbsolutePath(), text)) {
        throw Problem.conflict("file_exists", shown + " is there already and stays as it is.");
      }
      shell.out().println("Made " + shown);
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", shown + " can't be written: " + e.getMessage());
    }
  }

  private static String template(String file) {
    return Resources.text("/init/templates/" + file + ".txt");
  }

  /** The name as Java writes methods. */
  private String method() {
    var words = name.split("_+");
    var method =
        words[0]
            + Arrays.stream(words)
                .skip(1)
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    return SourceVersion.isKeyword(method) ? method + "Function" : method;
  }
}
