package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions;
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
      "Imports records from a file: JSON, NDJSON or CSV, also gzipped.",
      "A server may run meanwhile. What was imported before a bad line stays."
    },
    footer = {
      "  tinybase import cities places.csv",
      "  tinybase import cities places.ndjson.gz --mode upsert --on geoname_id",
      "  tinybase import cities places.json --dry-run --on-error continue",
      "  tinybase import cities places.csv --env production",
      "  curl -s https://example.org/places | tinybase import cities - --format ndjson"
    })
final class ImportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "COLLECTION",
      completionCandidates = NameCandidates.Collections.class,
      description = "Where to.")
  private String collection = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A file, or - for standard input.")
  private String file = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "insert (the default), or upsert: change the records that exist.")
  private ImportOptions.Mode mode = ImportOptions.Mode.INSERT;

  @Option(
      names = "--on",
      paramLabel = "FIELD",
      description = "How upsert finds a record: id (the default) or a unique field.")
  private String on = "id";

  @Option(names = "--dry-run", description = "Try everything and keep nothing.")
  private boolean dryRun;

  @Option(
      names = "--on-error",
      paramLabel = "WHAT",
      description = "What a bad line does: stop (the default) or continue.")
  private ImportOptions.OnError onError = ImportOptions.OnError.STOP;

  @Option(names = "--no-hooks", description = "Keep before-hooks out of it.")
  private boolean noHooks;

  @Option(names = "--json", description = "The result as JSON.")
  private boolean json;

  @Mixin private ImportFileOptions reading = new ImportFileOptions();

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var wanted = reading.format(file);
    return run(wanted).path("failed").asLong() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private String path(Format wanted) {
    return new RequestPath("/api/collections")
        .segment(collection)
        .segment("import")
        .parameter("format", wanted)
        .parameter("mode", mode)
        .parameter("on", mode == ImportOptions.Mode.UPSERT ? on : null)
        .parameter("dry_run", dryRun ? true : null)
        .parameter("on_error", onError)
        .parameter("hooks", noHooks ? false : null)
        .parameter("delimiter", reading.delimiter())
        .text();
  }

  private JsonNode run(Format wanted) {
    var path = path(wanted);
    try (var source = ImportSource.open(shell, file);
        var api = environment.open(shell, ImportFileOptions.PATIENCE);
        var bar = new ProgressBar(shell, source.done(), source.size())) {
      if (!noHooks) {
        Transfer.loadHooks(api, shell);
      }
      long began = System.nanoTime();
      var content = bar.watch(source.content());
      var upload = new ApiClient.Upload(content, wanted.contentType(), file.endsWith(".gz"));
      var result = api.upload(path, upload);
      bar.close();
      tell(result, (System.nanoTime() - began) / 1e9);
      return result;
    } catch (IOException e) {
      throw Transfer.failed("Can't read " + Transfer.shown(file, "standard input"), e);
    }
  }

  private void tell(JsonNode result, double seconds) {
    ImportFileOptions.tellBadLines(result, shell);
    if (result.path("stopped").asBoolean()) {
      shell.err().println("Stopped at a bad line; what came before it stays.");
    }
    shell.out().println(json ? Json.pretty(result) : sentence(result, seconds));
  }

  private static String sentence(JsonNode result, double seconds) {
    long inserted = result.path("inserted").asLong();
    long updated = result.path("updated").asLong();
    long unchanged = result.path("unchanged").asLong();
    return String.format(
        Locale.ROOT,
        "%s%,d inserted, %,d updated, %,d unchanged, %,d failed (%.1f s, %,.0f/s).",
        result.path("dry_run").asBoolean() ? "Dry run: " : "",
        inserted,
        updated,
        unchanged,
        result.path("failed").asLong(),
        seconds,
        (inserted + updated + unchanged) / Math.max(seconds, 0.001));
  }
}
