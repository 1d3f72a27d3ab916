package dev.tinybase.cli;

import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.KeyFile;
import dev.tinybase.config.SettingsDocument;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Resources;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "Makes an instance: a commented tinybase.toml, the database, the admin, and examples: functions,"
          + " which admins alone may call, and the file of a collection.",
      "It may be run again: what is there stays, and the admin's password is set anew."
    },
    footer = {
      "  tinybase init",
      "  tinybase init --bare                                  without examples",
      "  tinybase init shop --admin-email ada@example.com      asks for the password",
      "  TINYBASE_ADMIN_EMAIL=ada@example.com TINYBASE_ADMIN_PASSWORD=... tinybase init"
    })
final class InitCommand implements Runnable {
  private static final String IGNORED =
      """
      # The data and the keys of this instance are not source code.
      *.db
      *.db-*
      *.db.*
      /.tinybase/
      """;

  /** What a new instance has to look at and to change; the program's resources hold it. */
  private static final List<String> EXAMPLES =
      List.of(
          "collections/notes.toml",
          "functions/add_numbers.java",
          "functions/fetch_url.java",
          "functions/hello.java");

  private final Shell shell;

  @Parameters(
      paramLabel = "DIRECTORY",
      arity = "0..1",
      defaultValue = ".",
      description = "Where; it is made when missing (the working directory).")
  private Path directory = Path.of(".");

  @Option(
      names = {"--admin-email", "-e"},
      paramLabel = "EMAIL",
      description = "Makes this account the admin's.")
  private @Nullable String email;

  @Option(
      names = {"--admin-password", "-p"},
      paramLabel = "PASSWORD",
      description = "Its password; better left out, to be asked for it.")
  private @Nullable String password;

  @Option(names = "--bare", description = "Makes no examples, as a server for production wants.")
  private boolean bare;

  InitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (password != null && email == null && !isSet("TINYBASE_ADMIN_EMAIL")) {
      throw new UsageError("--admin-password needs --admin-email");
    }
    var target = shell.directory().resolve(directory).normalize();
    makeFiles(target);
    var instance = new InstanceFolder(shell.in(target));
    var configuration = instance.configuration();
    var admin = email == null ? configuration.settings().admin().email() : email;
    var secret = admin == null ? null : SecretInput.password(shell, password(configuration));
    try (var tinybase = instance.openOrMake()) {
      if (admin != null && secret != null) {
        tinybase.auth().users().ensureAdmin(admin, secret);
        shell.out().println("Made " + admin + " an admin.");
      } else if (!tinybase.auth().users().hasAdmin()) {
        shell.out().println("There is no admin yet: follow the set-up link that 'serve' prints,");
        shell.out().println("or run 'tinybase admin add EMAIL'.");
      }
    }
    sayNext();
  }

  private boolean isSet(String variable) {
    return !shell.environment().getOrDefault(variable, "").isEmpty();
  }

  private @Nullable String password(Configuration configuration) {
    return password == null ? configuration.settings().admin().password() : password;
  }

  private void makeFiles(Path target) {
    try {
      for (var file : files().entrySet()) {
        var path = target.resolve(file.getKey());
        boolean made = make(path, file.getValue());
        if (made && file.getKey().equals(ConfigLoader.FILE)) {
          KeyFile.restrict(path);
        }
        shell.out().println((made ? "Made " : "Kept ") + file.getKey() + ".");
      }
    } catch (IOException e) {
      throw Problem.badRequest(
          "not_writable", "Can't write to " + target + " (" + e + "); choose another folder.");
    }
  }

  private void sayNext() {
    var start = directory.toString().equals(".") ? "" : "cd " + directory + " && ";
    shell.out().println("Next: " + start + "tinybase serve");
  }

  /** The texts of the files by their paths below the instance. */
  private Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put(ConfigLoader.FILE, SettingsDocument.toml());
    files.put(".gitignore", IGNORED);
    if (!bare) {
      EXAMPLES.forEach(name -> files.put(name, Resources.text("/init/" + name)));
    }
    return files;
  }

  /** False when it is there already, in which case it stays as it is. */
  static boolean make(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }
}
