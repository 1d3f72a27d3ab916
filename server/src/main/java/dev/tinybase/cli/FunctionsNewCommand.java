package dev.tinybase.cli;

import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.FunctionNames;
import dev.tinybase.json.Json;
import dev.tinybase.schedule.Schedule;
import dev.tinybase.text.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

@Command(
    name = "new",
    description = "Makes the file of a new function, or of hooks, and a test beside it.",
    footer = {
      "  tinybase functions new place_order",
      "  tinybase functions new place_order --description 'Places an order' --dir functions",
      "  tinybase functions new nightly_report --schedule '0 3 * * MON-FRI'",
      "  tinybase functions new tidy_posts --hook posts"
    })
final class FunctionsNewCommand implements Runnable {
  private static final Pattern EVERY = Pattern.compile("[1-9][0-9]{0,4}[smhd]");

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

  @Option(
      names = "--schedule",
      paramLabel = "CRON|TIME",
      description = "Runs it by the clock: a cron text, or how often, such as 5m.")
  private @Nullable String schedule;

  @Option(
      names = "--hook",
      paramLabel = "COLLECTION",
      completionCandidates = NameCandidates.Collections.class,
      description = "Makes hooks of this collection's records in place of a function.")
  private @Nullable String collection;

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
    var end = FunctionsIdeCommand.isMade(shell) ? FunctionsIdeCommand.MAIN : "";
    make(folder.resolve(name + ".java"), source() + end);
    make(folder.resolve(name + "Test.java"), test() + end);
    shell.out().println("Run its test with 'tinybase functions test'" + further());
  }

  private String source() {
    if (collection != null) {
      return template("hook").formatted(literal(checked(collection)));
    }
    var text = literal(description == null ? "" : description);
    return schedule == null
        ? template("function").formatted(name, text, method())
        : template("scheduled").formatted(name, text, when(schedule), method());
  }

  private String test() {
    return collection == null
        ? template(schedule == null ? "test" : "scheduledTest").formatted(name, name)
        : template("hookTest").formatted(literal(collection));
  }

  private String further() {
    if (collection != null) {
      return ".";
    }
    var input = schedule == null ? " --data '{\"name\": \"Ada\"}'" : "";
    return ", call it with\n'tinybase functions run " + name + input + "'.";
  }

  private String checked(String collection) {
    if (schedule != null || description != null) {
      throw new UsageError("--hook makes no function, which --schedule and --description are for.");
    }
    var nothing = NullNode.getInstance();
    try {
      new NewCollection(collection, collection, nothing, nothing).check();
      return collection;
    } catch (Problem wrong) {
      throw new UsageError("--hook '" + collection + "' " + wrong.inputs().getFirst().msg());
    }
  }

  /** The element of the annotation. */
  private static String when(String schedule) {
    if (EVERY.matcher(schedule).matches()) {
      return "every = " + literal(schedule);
    }
    try {
      var _ = Schedule.parse(cron(schedule), ZoneOffset.UTC);
    } catch (Problem wrong) {
      throw new UsageError("--schedule '" + schedule + "': " + wrong.errors().getFirst().message());
    }
    return "cron = " + literal(schedule);
  }

  private static ObjectNode cron(String text) {
    return Json.object().put("method", "cron").put("cron", text);
  }

  private static String literal(String text) {
    return Json.text(StringNode.valueOf(text));
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
