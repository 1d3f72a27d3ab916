package dev.tinybase.cli;

import dev.tinybase.db.Database;
import dev.tinybase.db.Databases;
import dev.tinybase.db.InstanceLock;
import dev.tinybase.db.Migration;
import dev.tinybase.db.Migrations;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "db",
    description = "Shows and upgrades the tables of the database.",
    footer = {"  tinybase db current", "  tinybase db upgrade", "  tinybase db history --json"})
record DbCommand(Shell shell) {
  private static final Path RESOURCES = Path.of("server", "src", "main", "resources");

  private static final String NO_DOWNGRADE =
      """
      Migrations only go forward, because going back would lose data. Before an upgrade 'serve' and
      'db upgrade' copy a SQLite file to '<file>.before-NNN': stop the server, put that copy in the
      file's place and start the older TinyBase.\
      """;

  @Command(
      name = "current",
      description = "Shows the last migration that was applied, and those that wait.",
      footer = {"  tinybase db current"})
  void current() {
    with(migrations -> {
      shell.out().println("Applied: " + migrations.current());
      var pending = migrations.pending();
      shell.out().println(pending.isEmpty() ? "Nothing waits." : "Waiting:");
      pending.forEach(migration -> shell.out().println("  " + migration.label()));
    });
  }

  @Command(
      name = "history",
      description = "Shows the migrations that were applied, oldest first.",
      footer = {"  tinybase db history", "  tinybase db history --json"})
  void history(@Option(names = "--json", description = "As JSON.") boolean json) {
    with(migrations -> {
      var document = Json.object();
      var list = document.putArray("migrations");
      for (var applied : migrations.history()) {
        list.addObject()
            .put("number", applied.number())
            .put("name", applied.name())
            .put("checksum", applied.checksum())
            .put("applied_at", applied.at().toString());
      }
      new Table(list, "NUMBER=number", "NAME=name", "APPLIED=applied_at")
          .print(shell, json, document);
    });
  }

  @Command(
      name = "upgrade",
      description =
          "Brings the tables to the version of this program; 'serve' does so by itself. A SQLite"
              + " file is copied first.",
      footer = {"  tinybase db upgrade"})
  void upgrade() {
    var settings = new InstanceFolder(shell).settings();
    try (var database = Databases.open(settings.database());
        var _ = InstanceLock.acquire(settings.database())) {
      var done = new Migrations(database, shell.clock()).upgrade();
      done.forEach(migration -> shell.out().println("Applied " + migration.label() + "."));
      if (done.isEmpty()) {
        shell.out().println("The database is up to date.");
      }
    }
  }

  @Command(
      name = "downgrade",
      description = "Says why there is no way back, and what to do instead.")
  int downgrade() {
    shell.err().println(NO_DOWNGRADE);
    return ExitCode.FAILED;
  }

  @Command(
      name = "migrate",
      description =
          "For developers of TinyBase: makes the next empty migration in a checkout, one file for"
              + " each database. Without a message it shows what waits.",
      footer = {"  tinybase db migrate -m add_webhooks"})
  void migrate(
      @Option(
              names = {"-m", "--message"},
              paramLabel = "NAME",
              description = "What the migration does, in snake_case.")
          @Nullable String message) {
    if (message == null) {
      current();
      return;
    }
    var resources = shell.directory().resolve(RESOURCES);
    if (!Files.isDirectory(resources)) {
      throw Problem.badRequest(
          "no_checkout",
          "There is no "
              + RESOURCES
              + " here. This command is for developers of TinyBase, in a checkout of it.");
    }
    var name = message.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    Migration.make(resources, name)
        .forEach(file -> shell.out().println(shell.directory().relativize(file)));
  }

  private void with(Consumer<Migrations> work) {
    var settings = new InstanceFolder(shell).settings();
    InstanceFolder.requireDatabase(settings);
    try (Database database = Databases.open(settings.database())) {
      work.accept(new Migrations(database, shell.clock()));
    }
  }
}
