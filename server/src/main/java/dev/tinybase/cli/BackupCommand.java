package dev.tinybase.cli;

import dev.tinybase.api.Version;
import dev.tinybase.backup.BackupCheck;
import dev.tinybase.backup.BackupFile;
import dev.tinybase.backup.BackupManifest;
import dev.tinybase.backup.BackupWriter;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Makes a backup of the instance in one file: database, key, configuration, functions.",
      "The server may run meanwhile: everything that it acknowledged before is in the backup. Who",
      "has the file can read all data. 'restore' makes an instance of it again."
    },
    footer = {
      "  tinybase backup monday.zip",
      "  tinybase backup --verify monday.zip",
      "  tinybase backup shop.zip --env production"
    })
final class BackupCommand implements Runnable {
  private static final String BACKUPS = "/api/admin/backups";

  /** A large database takes its time. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "The file of the backup, a zip.")
  private String file = "";

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(names = "--force", description = "Take the place of a file that is there.")
  private boolean force;

  @Option(
      names = "--verify",
      description = "Make none: check that file, its database too, and say what is in it.")
  private boolean verify;

  @Option(names = "--json", description = "What is in it, as JSON.")
  private boolean json;

  BackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var path = shell.directory().resolve(file);
    if (verify) {
      verify(path);
    } else {
      requirePlace(path);
      environment.remote(shell, PATIENCE).ifPresentOrElse(it -> fetch(it, path), () -> make(path));
    }
  }

  private void requirePlace(Path path) {
    if (Files.isDirectory(path)) {
      throw new UsageError("'" + file + "' is a folder; name a file in it");
    }
    if (Files.exists(path) && !force) {
      throw Problem.conflict(
          "file_exists", "'" + file + "' is there already; choose another name, or say --force.");
    }
  }

  /** Without opening the instance, which would bring an older database to this version. */
  private void make(Path path) {
    var settings = new InstanceFolder(shell).settings();
    InstanceFolder.requireDatabase(settings);
    var manifest = new BackupWriter(settings, Version.text(), shell.clock()).write(path);
    print(manifest, Optional.empty(), path);
    tellWhatIsMissing(manifest, settings);
  }

  /** A server makes one in its folder, from where it comes here. */
  private void fetch(ApiClient server, Path path) {
    try (server) {
      var made = server.send("POST", BACKUPS, null).path("name").stringValue();
      try {
        var contents = check().receive(path, out -> server.download(BACKUPS + "/" + made, out));
        print(path, contents);
      } finally {
        server.send("DELETE", BACKUPS + "/" + made, null);
      }
    }
  }

  private void tellWhatIsMissing(BackupManifest manifest, Settings settings) {
    if (!manifest.hasKey()) {
      shell
          .err()
          .println(
              settings.secrets().key() == null
                  ? "There is no key yet; nothing is sealed with one."
                  : "The key, the setting secrets.key, is not in it: keep it elsewhere as well.");
    }
    Databases.dumpCommand(settings.database(), file + ".dump")
        .ifPresent(command -> {
          shell.err().println("The data is PostgreSQL's and not in it. Back it up with:");
          shell.err().println("  " + command);
        });
  }

  private void verify(Path path) {
    print(path, check().run(path));
  }

  private BackupCheck check() {
    return new BackupCheck(Version.text(), shell.clock());
  }

  private void print(Path path, Optional<BackupCheck.Contents> contents) {
    try (var backup = BackupFile.open(path)) {
      print(backup.manifest(), contents, path);
    } catch (IOException e) {
      throw Transfer.failed("Can't read " + file, e);
    }
  }

  private void print(BackupManifest manifest, Optional<BackupCheck.Contents> contents, Path path) {
    var document =
        Json.object()
            .put("file", file)
            .put("file_bytes", path.toFile().length())
            .put("tinybase", manifest.version())
            .put("created_at", Instants.text(manifest.createdAt()))
            .put("database", manifest.database())
            .put("parts", manifest.parts().size())
            .put("bytes", manifest.bytes());
    contents.ifPresent(found -> {
      document.put("integrity", "ok");
      document.put("collections", found.collections());
      document.put("records", found.records());
      document.put("users", found.users());
    });
    if (json) {
      shell.out().println(Json.pretty(document));
      return;
    }
    shell.out().println((verify ? "Sound: " : "Made ") + summary(manifest, path));
    contents.ifPresent(found -> shell.out().println("  " + summary(found)));
  }

  private String summary(BackupManifest manifest, Path path) {
    return String.format(
        Locale.ROOT,
        "%s, %,d bytes: %,d parts of %,d bytes, made by TinyBase %s at %s.",
        file,
        path.toFile().length(),
        manifest.parts().size(),
        manifest.bytes(),
        manifest.version(),
        Instants.text(manifest.createdAt()));
  }

  /** What a database holds, in a sentence. */
  static String summary(BackupCheck.Contents contents) {
    return String.format(
        Locale.ROOT,
        "The database is sound: %,d collections, %,d records, %,d users.",
        contents.collections(),
        contents.records(),
        contents.users());
  }
}
