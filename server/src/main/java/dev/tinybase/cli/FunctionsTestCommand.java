package dev.tinybase.cli;

import dev.tinybase.cli.testing.FunctionTests;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Runs the tests that stand beside functions in files whose names end in Test.java. They are"
          + " written with JUnit, and a method that takes a TestInstance gets an instance of its own"
          + " with the functions of the folder.",
      "No server and no database are needed."
    },
    footer = {
      "  tinybase functions test",
      "  tinybase functions test functions/place_orderTest.java",
      "  tinybase functions test shop/functions"
    })
final class FunctionsTestCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE|FOLDER",
      description = "One file, or another folder of functions than the configured one.")
  private @Nullable Path what;

  FunctionsTestCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var instance = new InstanceFolder(shell);
    var configured = instance.settings().functions();
    Logging.hideLoader();
    var chosen = what == null ? configured.path() : shell.directory().resolve(what).normalize();
    if (!Files.exists(chosen)) {
      throw Problem.notFound("file_not_found", "There is no file or folder " + chosen + ".");
    }
    boolean one = Files.isRegularFile(chosen);
    var folder = one ? Objects.requireNonNull(chosen.getParent()) : chosen;
    if (one && !TestFiles.isTest(chosen)) {
      throw new UsageError("the name of a file of tests ends in Test.java");
    }
    var files = one ? TestFiles.of(folder, List.of(chosen)) : TestFiles.of(folder);
    if (files.tests().isEmpty()) {
      throw Problem.notFound(
          "no_tests", "There are no tests in " + folder + "; their names end in Test.java.");
    }
    var tests =
        new FunctionTests(
            instance.functions(folder),
            null,
            shell.clock(),
            shell.out(),
            shell.err(),
            shell.isDebug());
    return tests.run(files) ? ExitCode.OK : ExitCode.FAILED;
  }
}
