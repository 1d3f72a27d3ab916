package dev.tinybase.cli;

import dev.tinybase.config.Configuration;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "Makes an instance: a commented tinybase.toml, example functions, the database, the admin.",
      "It may be run again: what is there stays, and the admin's password is set anew."
    },
    footer = {
      "  tinybase init",
      "  tinybase init shop --admin-email ada@example.com      asks for the password",
      "  TINYBASE_ADMIN_EMAIL=ada@example.com TINYBASE_ADMIN_PASSWORD=... tinybase init"
    })
final class InitCommand implements Callable<Integer> {
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

  InitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
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
    return ExitCode.OK;
  }

  private boolean isSet(String variable) {
    return !shell.environment().getOrDefault(variable, "").isEmpty();
  }

  private @Nullable String password(Configuration configuration) {
    return password == null ? configuration.settings().admin().password() : password;
  }

  private void makeFiles(Path target) {
    try {
      for (var file : InitFiles.all().entrySet()) {
        boolean made = InitFiles.make(target.resolve(file.getKey()), file.getValue());
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
}
