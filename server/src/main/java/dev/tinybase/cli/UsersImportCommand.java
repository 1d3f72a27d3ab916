package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.transfer.Format;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "import",
    description = {
      "Imports accounts of another program with the password hashes that they have: bcrypt, argon2,",
      "scrypt or PBKDF2. Whoever logs in gets a hash of this server's own.",
      "Columns: email, password_hash or password, is_admin, created_at, id, verified."
    },
    footer = {
      "  tinybase users import members.csv --dry-run",
      "  tinybase users import members.csv --env production",
      "  tinybase users import users.ndjson.gz --skip-bad"
    })
final class UsersImportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "A file, or - for standard input.")
  private String file = "";

  @Option(names = "--dry-run", description = "Check everything and make nothing.")
  private boolean dryRun;

  @Option(
      names = "--skip-bad",
      description = "Make the good accounts although there are bad lines; else none is made.")
  private boolean skipBad;

  @Option(names = "--json", description = "The result as JSON.")
  private boolean json;

  @Mixin private ImportFileOptions reading = new ImportFileOptions();

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  UsersImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var result = run(reading.format(file));
    tell(result);
    boolean good = result.path("failed").asLong() == 0 || skipBad;
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private JsonNode run(Format wanted) {
    var path =
        new RequestPath("/api/admin/users/import")
            .parameter("format", wanted)
            .parameter("dry_run", dryRun ? true : null)
            .parameter("skip_bad", skipBad ? true : null)
            .parameter("delimiter", reading.delimiter())
            .text();
    try (var source = ImportSource.open(shell, file);
        var api = environment.open(shell, ImportFileOptions.PATIENCE)) {
      boolean gzipped = file.endsWith(".gz");
      var upload = new ApiClient.Upload(source.content(), wanted.contentType(), gzipped);
      return api.upload(path, upload);
    } catch (IOException e) {
      throw Transfer.failed("Can't read " + Transfer.shown(file, "standard input"), e);
    }
  }

  private void tell(JsonNode result) {
    ImportFileOptions.tellBadLines(result, shell);
    if (result.path("stopped").asBoolean()) {
      shell
          .err()
          .println("No account was made; mend the file, or say --skip-bad to leave bad lines out.");
    }
    shell
        .out()
        .println(
            json
                ? Json.pretty(result)
                : String.format(
                    Locale.ROOT,
                    "%s%,d accounts made, %,d bad lines.",
                    result.path("dry_run").asBoolean() ? "Dry run: " : "",
                    result.path("inserted").asLong(),
                    result.path("failed").asLong()));
  }
}
