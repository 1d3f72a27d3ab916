package dev.tinybase.cli;

import dev.tinybase.auth.Principal;
import dev.tinybase.json.Json;
import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions;
import dev.tinybase.transfer.ImportResult;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "  curl -s https://example.org/places | tinybase import cities - --format ndjson"
    })
final class ImportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "COLLECTION", description = "Where to.")
  private String collection = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A file, or - for standard input.")
  private String file = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson, json or csv; else by the file's name.")
  private @Nullable Format format;

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

  @Option(
      names = "--delimiter",
      paramLabel = "SIGN",
      description =
          "What separates the cells of CSV: comma, semicolon, tab, pipe or one sign; else the"
              + " header tells.")
  private @Nullable String delimiter;

  @Option(names = "--json", description = "The result as JSON.")
  private boolean json;

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var options =
        new ImportOptions(
            Transfer.format(format, file, null), mode, on, dryRun, onError, !noHooks, delimiter());
    return run(options).failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private @Nullable Character delimiter() {
    return delimiter == null
        ? null
        : ImportOptions.delimiter(delimiter)
            .orElseThrow(() ->
                new UsageError(
                    "--delimiter is comma, semicolon, tab, pipe or one ASCII sign, no quotes"));
  }

  private ImportResult run(ImportOptions options) {
    try (var tinybase = new InstanceFolder(shell).open();
        var source = ImportSource.open(shell, file);
        var bar = new ProgressBar(shell, source.done(), source.size())) {
      if (options.asksHooks()) {
        Transfer.loadHooks(tinybase, shell);
      }
      long began = System.nanoTime();
      var result =
          tinybase
              .importer()
              .run(new Principal.Operator(), collection, source.content(), options, bar::update);
      bar.close();
      tell(result, (System.nanoTime() - began) / 1e9);
      return result;
    } catch (IOException e) {
      throw Transfer.failed("Can't read " + Transfer.shown(file, "standard input"), e);
    }
  }

  private void tell(ImportResult result, double seconds) {
    for (var error : result.errors()) {
      shell.err().println("line " + error.line() + ": " + error.message());
    }
    if (result.failed() > result.errors().size()) {
      shell.err().println("and " + (result.failed() - result.errors().size()) + " more.");
    }
    if (result.stopped()) {
      shell.err().println("Stopped at a bad line; what came before it stays.");
    }
    shell.out().println(json ? Json.pretty(result.json()) : sentence(result, seconds));
  }

  private static String sentence(ImportResult result, double seconds) {
    long done = result.inserted() + result.updated() + result.unchanged();
    return String.format(
        Locale.ROOT,
        "%s%,d inserted, %,d updated, %,d unchanged, %,d failed (%.1f s, %,.0f/s).",
        result.dryRun() ? "Dry run: " : "",
        result.inserted(),
        result.updated(),
        result.unchanged(),
        result.failed(),
        seconds,
        done / Math.max(seconds, 0.001));
  }
}
