package dev.tinybase.cli;

import dev.tinybase.api.routes.DeploymentRoutes;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.FolderCheck;
import dev.tinybase.functions.loading.BrokenFile;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.versions.CompileProblems;
import dev.tinybase.json.Json;
import dev.tinybase.schedule.CodeScheduleCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "check",
    description = {
      "Compiles functions and tells their errors without running them. Names of collections and"
          + " fields that do not exist are warnings, and so are fields that are read as another"
          + " type.",
      "The exit code is 1 where there are errors; with --strict also where there are warnings."
    },
    footer = {
      "  tinybase functions check",
      "  tinybase functions check --strict --schemas collections",
      "  tinybase functions check --env production",
      "  tinybase functions check functions/place_order.java --json"
    })
final class FunctionsCheckCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..1",
      description = "What to check (the folder of the functions).")
  private @Nullable Path path;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean strict;

  @Mixin private KnownCollections collections = new KnownCollections();

  FunctionsCheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var instance = new InstanceFolder(shell);
    var settings = instance.settings();
    var target =
        path == null ? settings.functions().path() : shell.directory().resolve(path).normalize();
    if (!Files.exists(target)) {
      throw Problem.notFound("file_not_found", "There is no file or folder " + target + ".");
    }
    var file = Files.isDirectory(target) ? null : target;
    var folder = file == null ? target : file.resolveSibling("").toAbsolutePath().normalize();
    var schedules = new CodeScheduleCheck(settings.server().timezone());
    var check = FolderCheck.run(instance.functions(folder), schedules, shell.clock());
    var failures = file == null ? check.report().failures() : of(file, check.report().failures());
    var warnings =
        warnings(folder).stream().filter(it -> file == null || isIn(file, it.file())).toList();
    print(check, failures, warnings, file);
    return failures.isEmpty() && !(strict && !warnings.isEmpty()) ? ExitCode.OK : ExitCode.FAILED;
  }

  /** What is named in the code and is not there. */
  private List<Diagnostic> warnings(Path folder) {
    var uses = FolderCheck.recordUses(new InstanceFolder(shell).functions(folder));
    return uses.isEmpty()
        ? List.of()
        : collections
            .read(shell)
            .map(known -> new RecordUseCheck(known).warnings(uses))
            .orElse(List.of());
  }

  private static boolean isIn(Path file, String path) {
    return path.endsWith("/" + file.getFileName());
  }

  /** The errors of one file, and those of the shared ones, without which it does not compile. */
  private static List<BrokenFile> of(Path file, List<BrokenFile> failures) {
    return failures.stream()
        .filter(failure -> isIn(file, failure.path()) || failure.path().contains("/lib/"))
        .toList();
  }

  private void print(
      FolderCheck check,
      List<BrokenFile> failures,
      List<Diagnostic> warnings,
      @Nullable Path file) {
    var document = Json.object();
    var list = document.putArray("failures");
    failures.forEach(failure -> list.add(DeploymentRoutes.json(failure)));
    document.set("warnings", CompileProblems.json(warnings));
    var hooks = document.putArray("hooks");
    check.hooks().stream()
        .filter(hook -> file == null || isOf(file, hook))
        .forEach(hook -> hooks.add(json(hook)));
    if (json) {
      shell.out().println(Json.pretty(document));
      return;
    }
    FunctionsCommand.printDiagnostics(list, shell.out());
    warnings.forEach(it -> shell.out().println(it.toString().replaceFirst(": ", ": warning: ")));
    if (failures.isEmpty()) {
      int good = file == null ? check.report().loaded().size() : 1;
      shell.out().println(good + (good == 1 ? " file is good." : " files are good."));
    }
    if (!hooks.isEmpty()) {
      new Table(hooks, "HOOK=name", "RUNS=kind", "OF=targets").print(shell);
    }
  }

  /** Handlers are named {@code file.method}. */
  private static boolean isOf(Path file, Declarations.Hook hook) {
    var name = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
    return hook.handler().startsWith(name + ".");
  }

  private static ObjectNode json(Declarations.Hook hook) {
    var declaration = hook.declaration();
    return Json.object()
        .put("name", hook.handler())
        .put("kind", declaration.kind().annotation())
        .put("targets", String.join(", ", new TreeSet<>(declaration.targets())));
  }
}
