package dev.tinybase.cli;

import dev.tinybase.transfer.Format;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  tinybase export cities cities.ndjson.gz --env production",
      "  tinybase export cities --filter '{\"country\": \"IT\"}' --fields name,lat,lng | head"
    })
final class ExportCommand implements Runnable {
  /** How long a server may take for the first record, or between two pieces. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "COLLECTION",
      completionCandidates = NameCandidates.Collections.class,
      description = "Which.")
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
      paramLabel = "FIELD,…",
      description = "Only these fields of the data.")
  private @Nullable String fields;

  @Option(
      names = "--guard-formulas",
      description = "Put a ' before texts that a spreadsheet would run as formulas (CSV).")
  private boolean guardFormulas;

  @Option(
      names = "--no-hooks",
      description = "Keep hooks of reading out of it, as a backup of what is stored wants.")
  private boolean noHooks;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var wanted = Transfer.format(format, file, Format.NDJSON);
    try (var api = environment.open(shell, PATIENCE)) {
      if (!noHooks) {
        Transfer.loadHooks(api, shell);
      }
      try (var target = Target.open(shell, file);
          var bar = new ProgressBar(shell)) {
        var content = new ExportedRecords(bar.watch(target.content()), wanted);
        api.download(path(wanted), content);
        target.finish();
        bar.close();
        shell.err().println(String.format(Locale.ROOT, "%,d records exported.", content.count()));
      }
    } catch (IOException e) {
      throw Transfer.failed("Can't write " + Transfer.shown(file, "standard output"), e);
    }
  }

  private String path(Format wanted) {
    return new RequestPath("/api/collections")
        .segment(collection)
        .segment("export")
        .parameter("format", wanted)
        .parameter("filter", filter)
        .parameter("fields", fields)
        .parameter("guard_formulas", guardFormulas ? true : null)
        .parameter("hooks", noHooks ? false : null)
        .text();
  }

  /** Where an export goes: a file, which appears when it is whole, or standard output. */
  private static final class Target implements AutoCloseable {
    private final @Nullable Path file;
    private final @Nullable Path part;
    private final OutputStream content;

    private Target(@Nullable Path file, @Nullable Path part, OutputStream content) {
      this.file = file;
      this.part = part;
      this.content = content;
    }

    static Target open(Shell shell, String name) throws IOException {
      if (name.equals(Transfer.STANDARD)) {
        return new Target(null, null, new Piped(shell.out()));
      }
      var file = shell.directory().resolve(name);
      var part = file.resolveSibling(file.getFileName() + ".part");
      var plain = Files.newOutputStream(part);
      return new Target(
          file, part, name.endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain);
    }

    OutputStream content() {
      return content;
    }

    /** Everything is written: the file gets its name. */
    void finish() throws IOException {
      content.close();
      if (part != null && file != null) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    /** Half a file is nothing. */
    @Override
    public void close() throws IOException {
      content.close();
      if (part != null) {
        Files.deleteIfExists(part);
      }
    }

    /** Ends with an exception where the reader of our output has gone, as {@code head} does. */
    private static final class Piped extends FilterOutputStream {
      private final PrintStream stream;

      Piped(PrintStream stream) {
        super(stream);
        this.stream = stream;
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        stream.write(bytes, from, length);
        if (stream.checkError()) {
          throw new IOException("the reader of the output has gone");
        }
      }

      /** The stream is not ours. */
      @Override
      public void close() {
        stream.flush();
      }
    }
  }
}
