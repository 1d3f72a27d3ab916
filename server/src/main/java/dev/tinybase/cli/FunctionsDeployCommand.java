package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "deploy",
    description = {
      "Deploys a file, or all functions of a folder with the files of its lib/.",
      "Each is compiled there first; what has errors is not deployed, and the rest is."
    },
    footer = {
      "  tinybase functions deploy --env production",
      "  tinybase functions deploy functions/place_order.java -e production -n 'sells less'",
      "  TINYBASE_API_URL=https://example.org TINYBASE_API_TOKEN=... tinybase functions deploy"
    })
final class FunctionsDeployCommand implements Callable<Integer> {
  private static final String JAVA = ".java";
  private static final String SHARED = "lib";
  private static final int DEPTH = 8;

  private final Shell shell;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..1",
      description = "What to deploy (the folder of the functions).")
  private @Nullable Path path;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = {"--notes", "-n"},
      paramLabel = "TEXT",
      description = "Kept with the versions.")
  private @Nullable String notes;

  @Option(names = "--atomic", description = "All or nothing.")
  private boolean atomic;

  @Option(names = "--json", description = "The outcomes as JSON.")
  private boolean json;

  FunctionsDeployCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var uploads = uploads();
    try (var api = environment.open(shell)) {
      var outcomes =
          api.send("POST", FunctionsCommand.ALL + "/upload-batch?atomic=" + atomic, body(uploads));
      if (json) {
        shell.out().println(Json.pretty(outcomes));
      } else {
        print(uploads, outcomes, api.place());
      }
      return refused(outcomes).isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private List<FunctionUpload> uploads() {
    var folder = path == null ? new InstanceFolder(shell).settings().functions().path() : path;
    var uploads = read(shell.directory().resolve(folder), notes);
    if (uploads.isEmpty()) {
      throw Problem.notFound("no_functions", "There are no functions in " + folder + ".");
    }
    return uploads;
  }

  private static JsonNode body(List<FunctionUpload> uploads) {
    var body = Json.object();
    var functions = body.putArray("functions");
    for (var upload : uploads) {
      var entry =
          functions.addObject().put("filename", upload.filename()).put("content", upload.content());
      if (upload.notes() != null) {
        entry.put("notes", upload.notes());
      }
    }
    return body;
  }

  private void print(List<FunctionUpload> uploads, JsonNode outcomes, String place) {
    var refused = refused(outcomes);
    var done = Json.mapper().createArrayNode();
    for (var outcome : outcomes) {
      if (!isRefused(outcome)) {
        done.add(outcome);
      }
      outcome
          .path("warnings")
          .forEach(warning -> shell.err().println("Warning: " + warning.asString()));
    }
    shell
        .out()
        .println("Deployed %d of %d files to %s".formatted(done.size(), uploads.size(), place));
    if (!done.isEmpty()) {
      new Table(done, "FUNCTION=function_name", "VERSION=version_id", "OUTCOME=message")
          .print(shell);
    }
    refused.forEach(this::explain);
  }

  private void explain(JsonNode outcome) {
    var err = shell.err();
    err.println(
        outcome.path("function_name").asString() + ": " + outcome.path("message").asString());
    outcome
        .path("diagnostics")
        .forEach(diagnostic -> err.println("  " + FunctionsCommand.diagnostic(diagnostic)));
  }

  private static List<JsonNode> refused(JsonNode outcomes) {
    return outcomes.valueStream().filter(FunctionsDeployCommand::isRefused).toList();
  }

  private static boolean isRefused(JsonNode outcome) {
    return outcome.path("version_id").asString("").isEmpty();
  }

  /** The files of functions, of one file or of a folder; those that all functions use first. */
  private static List<FunctionUpload> read(Path path, @Nullable String notes) {
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
      var shared = files.stream().filter(FunctionsDeployCommand::isShared);
      var functions = files.stream().filter(FunctionsDeployCommand::isFunction);
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
