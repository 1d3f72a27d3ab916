package dev.tinybase.cli;

import dev.tinybase.api.Version;
import dev.tinybase.backup.BackupCheck;
import dev.tinybase.backup.Restore;
import dev.tinybase.db.Databases;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Makes an instance of a backup, in a folder where there is none; no 'init' is needed.",
      "Everything is checked first, and either all of it is restored or nothing. Sessions go on, as",
      "the keys come along."
    },
    footer = {"  tinybase restore monday.zip", "  tinybase restore monday.zip /srv/shop"})
final class RestoreCommand implements Runnable {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "The backup.")
  private String file = "";

  @Parameters(
      index = "1",
      paramLabel = "DIRECTORY",
      arity = "0..1",
      defaultValue = ".",
      description = "Where; it is made when missing (the working directory).")
  private Path directory = Path.of(".");

  RestoreCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var target = shell.directory().resolve(directory).normalize();
    var check = new BackupCheck(Version.text(), shell.clock());
    var done = new Restore(target, shell.environment(), check).run(shell.directory().resolve(file));
    var manifest = done.manifest();
    shell
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "Restored %,d parts, backed up at %s by TinyBase %s.",
                manifest.parts().size(),
                manifest.createdAt(),
                manifest.version()));
    done.contents().ifPresent(found -> shell.out().println(BackupCommand.summary(found)));
    tellWhatIsMissing(done);
    var start = directory.toString().equals(".") ? "" : "cd " + directory + " && ";
    shell.out().println("Next: " + start + "tinybase serve");
  }

  private void tellWhatIsMissing(Restore.Result done) {
    if (!done.manifest().hasKey() && done.settings().secrets().key() == null) {
      shell
          .err()
          .println(
              "The key was not in the backup: set TINYBASE_SECRETS_KEY to it before you serve.");
    }
    if (!done.manifest().hasDatabase()) {
      shell.err().println("The data was PostgreSQL's and is not in the backup.");
      Databases.restoreCommand(done.settings().database(), file + ".dump")
          .ifPresent(command -> shell.err().println("Restore it with:\n  " + command));
    }
  }
}
