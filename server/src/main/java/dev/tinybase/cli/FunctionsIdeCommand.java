package dev.tinybase.cli;

import dev.tinybase.api.Version;
import dev.tinybase.compile.EditorProject;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.FolderSources;
import dev.tinybase.functions.loading.TestFiles;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ide",
    description = {
      "Writes what IntelliJ IDEA, VS Code and Eclipse need to know the SDK, the libraries of"
          + " //DEPS and JUnit: a pom.xml beside the functions, which these editors open.",
      "Run it again when libraries or TinyBase change. What a person has changed stays."
    },
    footer = {"  tinybase functions ide", "  tinybase functions ide --add-main"})
final class FunctionsIdeCommand implements Runnable {
  private static final String POM = "pom.xml";
  private static final String CONFIG = ".mvn/maven.config";
  private static final String OFFLINE = "-Daether.offline.protocols=file\n";
  private static final String VSCODE = ".vscode/settings.json";
  private static final String UPDATE =
      "{\n  \"java.configuration.updateBuildConfiguration\": \"automatic\"\n}\n";

  /** What makes a file without a class a program, as editors and Maven demand. */
  static final String MAIN = "\nvoid main() {}\n";

  private static final String PROJECT = ".tinybase/ide";

  /** What is ahead of the rest, whose hash it has. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "\\A<\\?xml[^\\n]*\\n<!-- Written by [^\\n]*: ([0-9a-f]{64}) -->\\n(.*)\\z",
          Pattern.DOTALL);

  private final Shell shell;

  @Option(names = "--force", description = "Replace a pom.xml that a person has made or changed.")
  private boolean force;

  @Option(
      names = "--add-main",
      description =
          "Add 'void main() {}' to the files without a class, which editors demand and TinyBase"
              + " does not mind.")
  private boolean addMain;

  FunctionsIdeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var settings = new InstanceFolder(shell).settings().functions();
    if (!Files.isDirectory(settings.path())) {
      throw Problem.notFound(
          "file_not_found",
          "There is no folder "
              + settings.path()
              + "; 'tinybase functions new NAME' makes the first function in it.");
    }
    try {
      write(settings);
    } catch (IOException e) {
      throw Problem.badRequest("invalid_file", "The project can't be written: " + e);
    }
  }

  private void write(Settings.Functions settings) throws IOException {
    requireUnchanged();
    var project =
        EditorProject.make(
            sources(settings),
            shown(settings.path()),
            settings.cache(),
            shell.directory().resolve(PROJECT).resolve("repository"),
            Version.text());
    Files.writeString(shell.directory().resolve(POM), marked(project.pom()));
    shell.out().println("Wrote " + POM + ": open this folder in your editor.");
    maven();
    if (InitCommand.make(shell.directory().resolve(VSCODE), UPDATE)) {
      shell.out().println("Made " + VSCODE);
    }
    project.notes().forEach(shell.err()::println);
    main(settings.path(), project.withoutMain());
  }

  /** Whether editors have a project of this folder. */
  static boolean isMade(Shell shell) {
    return Files.isDirectory(shell.directory().resolve(PROJECT));
  }

  private static List<SourceFile> sources(Settings.Functions settings) {
    var folder = FolderSources.of(settings.path(), settings.maxPayloadBytes());
    var all = new ArrayList<>(folder.shared());
    all.addAll(folder.functions());
    all.addAll(TestFiles.of(settings.path()).tests());
    return all;
  }

  private void requireUnchanged() throws IOException {
    var file = shell.directory().resolve(POM);
    if (!force && Files.exists(file) && !isOurs(Files.readString(file))) {
      throw Problem.conflict(
          "file_exists",
          POM + " was made or changed by somebody and stays as it is; --force replaces it.");
    }
  }

  private static boolean isOurs(String text) {
    var written = WRITTEN.matcher(text.replace("\r\n", "\n"));
    return written.matches() && Sha256.hex(written.group(2)).equals(written.group(1));
  }

  private static String marked(String pom) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- Written by 'tinybase functions ide', which leaves it alone once it is changed: %s -->
    """
            .formatted(Sha256.hex(pom))
        + pom;
  }

  /** Lets Maven read the SDK's repository with {@code -o} too. */
  private void maven() throws IOException {
    var file = shell.directory().resolve(CONFIG);
    if (InitCommand.make(file, OFFLINE)) {
      shell.out().println("Made " + CONFIG);
    } else if (!Files.readString(file).contains(OFFLINE.strip())) {
      shell.err().println("For 'mvn -o' add " + OFFLINE.strip() + " to " + CONFIG + ".");
    }
  }

  private void main(Path folder, List<String> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    if (!addMain) {
      shell
          .err()
          .println(
              "Editors want a 'void main() {}' in files without a class; --add-main adds it to "
                  + String.join(", ", files)
                  + ".");
      return;
    }
    for (var path : files) {
      var file = folder.resolveSibling(path);
      Files.writeString(file, MAIN, StandardOpenOption.APPEND);
      shell.out().println("Added a main to " + shown(file));
    }
  }

  private String shown(Path path) {
    return path.startsWith(shell.directory())
        ? shell.directory().relativize(path).toString().replace('\\', '/')
        : path.toString();
  }
}
