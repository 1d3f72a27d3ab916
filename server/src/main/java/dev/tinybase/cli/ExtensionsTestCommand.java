package dev.tinybase.cli;

import dev.tinybase.cli.testing.FunctionTests;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.Manifest;
import dev.tinybase.functions.loading.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Runs the tests of an extension: files at its root whose names end in Test.java. They are"
          + " written with JUnit, and a method that takes a TestInstance gets an instance of its"
          + " own in which the extension is installed.",
      "No server and no database are needed."
    },
    footer = {"  tinybase extensions test", "  tinybase extensions test extensions/guest-book"})
final class ExtensionsTestCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The folder of the extension (the working directory).")
  private Path folder = Path.of(".");

  ExtensionsTestCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var instance = new InstanceFolder(shell);
    instance.settings();
    Logging.hideLoader();
    var extension = shell.directory().resolve(folder).normalize();
    if (!Files.isRegularFile(extension.resolve(Manifest.FILE))) {
      throw Problem.notFound(
          "no_extension", "There is no " + Manifest.FILE + " in " + extension + ".");
    }
    var tests = TestFiles.of(extension);
    if (tests.tests().isEmpty()) {
      throw Problem.notFound(
          "no_tests", "There are no tests in " + extension + "; their names end in Test.java.");
    }
    var run =
        new FunctionTests(
            instance.functions(extension.resolve("functions")),
            extension,
            shell.clock(),
            shell.out(),
            shell.err(),
            shell.isDebug());
    return run.run(tests) ? ExitCode.OK : ExitCode.FAILED;
  }
}
