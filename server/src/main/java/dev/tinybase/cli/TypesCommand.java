package dev.tinybase.cli;

import dev.tinybase.cli.types.ClientModel;
import dev.tinybase.cli.types.JavaFile;
import dev.tinybase.cli.types.TypeScriptFile;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "types",
    description = {
      "Writes types of all collections and functions, for programs that use them.",
      "They come from the server of --env, else from this folder's instance, else from its files:"
          + " collections/*.json or *.toml and the functions' folder."
    },
    footer = {
      "  tinybase types ts -o web/src/types.ts",
      "  tinybase types ts -o web/src/types.ts --check    fails where the file is out of date",
      "  tinybase types ts --env production > types.ts",
      "  tinybase types java -o src/main/java/org/example/App.java --package org.example"
    })
record TypesCommand(Shell shell) {
  /** Where types come from and go to. */
  static final class FileOptions {
    @Option(
        names = {"--output", "-o"},
        paramLabel = "FILE",
        description = "Where to; standard output without it.")
    private @Nullable Path output;

    @Option(
        names = "--check",
        description = "Write nothing; the exit code is 1 where FILE is not as it would be written.")
    private boolean check;

    @Option(
        names = "--files",
        description = "From the files of this folder, though there is an instance.")
    private boolean files;

    @Mixin private EnvironmentOption environment = new EnvironmentOption();

    /** The class that a file of Java has, by its name. */
    private String className() {
      if (output == null) {
        return "Types";
      }
      var file = String.valueOf(output.getFileName());
      var name = file.endsWith(".java") ? file.substring(0, file.length() - ".java".length()) : "";
      if (!SourceVersion.isName(name) || name.contains(".")) {
        throw new UsageError(
            "--output must be a file such as App.java, since its class is called as it is, not '"
                + file
                + "'.");
      }
      return name;
    }
  }

  @Command(
      name = "ts",
      description = "Writes types of TypeScript: one file without code and without imports.",
      footer = {
        "  tinybase types ts -o web/src/types.ts",
        "  tinybase types ts -o web/src/types.ts --files --check"
      })
  int ts(@Mixin FileOptions options) {
    return write(options, TypeScriptFile::of);
  }

  @Command(
      name = "java",
      description = {
        "Writes types of Java: one class of records that needs the JDK alone and is called as FILE"
            + " is.",
        "They are made of plain values, Map, List, String, Number, Boolean and null, and become such:"
            + " any library reads and writes these as JSON."
      },
      footer = {
        "  tinybase types java -o src/main/java/org/example/App.java --package org.example",
        "  tinybase types java -o App.java --files --check"
      })
  int java(
      @Mixin FileOptions options,
      @Option(
              names = "--package",
              paramLabel = "NAME",
              description = "The package of the class; none without it.")
          @Nullable String packageName) {
    if (packageName != null && !SourceVersion.isName(packageName)) {
      throw new UsageError(
          "--package must be a name such as org.example, not '" + packageName + "'.");
    }
    var className = options.className();
    return write(options, model -> JavaFile.of(model, packageName, className));
  }

  private int write(FileOptions options, Function<ClientModel, String> language) {
    if (options.check && options.output == null) {
      throw new UsageError("--check needs the FILE of --output to compare with.");
    }
    var model = new ClientModelSource(shell).read(options.environment, options.files);
    var text = language.apply(model);
    if (options.output == null) {
      shell.out().print(text);
      return ExitCode.OK;
    }
    var file = shell.directory().resolve(options.output);
    boolean same = text.equals(content(file));
    if (options.check) {
      return same ? ExitCode.OK : outOfDate(options.output);
    }
    if (!same) {
      save(file, text);
    }
    shell.err().println((same ? "Is up to date: " : "Wrote ") + options.output);
    return ExitCode.OK;
  }

  private int outOfDate(Path file) {
    shell
        .err()
        .println(file + " is not as the app has it; run this again without --check to write it.");
    return ExitCode.FAILED;
  }

  private static @Nullable String content(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", file + " can't be read: " + e);
    }
  }

  private static void save(Path file, String text) {
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", file + " can't be written: " + e);
    }
  }
}
