package dev.tinybase.cli;

import dev.tinybase.auth.Principal;
import dev.tinybase.transfer.Format;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Exports the records of a collection as JSON, NDJSON or CSV, also gzipped.",
      "It is one consistent state, whatever a running server writes meanwhile."
    },
    footer = {
      "  tinybase export cities cities.csv",
      "  tinybase export cities cities.ndjson.gz",
      "  tinybase export cities --filter '{\"country\": \"IT\"}' --fields name,lat,lng | head"
    })
final class ExportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "COLLECTION", description = "Which.")
  private String collection = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file, or - for standard output (the default).")
  private String file = Transfer.STANDARD;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson, json or csv; else by the file's name, else ndjson.")
  private @Nullable Format format;

  @Option(names = "--filter", paramLabel = "JSON", description = "Only records that match.")
  private @Nullable String filter;

  @Option(
      names = "--fields",
      split = ",",
      paramLabel = "FIELD",
      description = "Only these fields of the data.")
  private @Nullable List<String> fields;

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Map<String, List<String>> filters =
        filter == null ? Map.of() : Map.of("filter", List.of(filter));
    var wanted = Transfer.format(format, file, Format.NDJSON);
    try (var tinybase = new InstanceFolder(shell).open()) {
      var export =
          tinybase
              .exporter()
              .prepare(new Principal.Operator(), collection, wanted, filters, fields);
      long count;
      try (var target = ExportTarget.open(shell, file);
          var bar = new ProgressBar(shell, () -> 0, 0)) {
        count = export.writeTo(target.content(), bar::update);
        target.finish();
      }
      shell.err().println(String.format(Locale.ROOT, "%,d records exported.", count));
    } catch (IOException e) {
      throw Transfer.failed("Can't write " + Transfer.shown(file, "standard output"), e);
    }
    return ExitCode.OK;
  }
}
