package dev.tinybase.transfer;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordService;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Imports files of any size into collections, in bounded memory: while one chunk of some hundred
 * lines is written, the next is read and checked. Every chunk is a transaction, so other writers
 * wait for milliseconds only, and an import that ends early keeps the chunks before.
 */
public final class Importer {
  private static final int AT_ONCE = 2;

  private final CollectionService collections;
  private final RecordService records;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  public Importer(CollectionService collections, RecordService records) {
    this.collections = collections;
    this.records = records;
  }

  /**
   * Imports a file. Bad lines are in the result; what is wrong with the request is a problem: 403
   * for others than admins, 404 for an unknown collection, 400 for options that make no sense, 503
   * while two imports run already or the database refuses writes.
   *
   * @param file not compressed; closed by the caller
   * @param progress told the number of lines dealt with, after each chunk
   */
  public ImportResult run(
      Principal principal,
      String collection,
      InputStream file,
      ImportOptions options,
      LongConsumer progress) {
    if (!principal.isAdminFor(Scope.RECORDS_WRITE)) {
      throw Problem.forbidden("admin_only", "Only admins may import records.");
    }
    var target = collections.get(collection);
    if (options.mode() == ImportOptions.Mode.UPSERT) {
      Mutation.Upsert.requireUnique(target.schema(), options.on(), "invalid_import");
    }
    if (!slots.tryAcquire()) {
      throw Problem.unavailable("too_many_imports", "Two imports run already; try again.", 5);
    }
    try {
      var entries = options.format().read(file, target, options.delimiter());
      var prepare = records.preparer(principal, target, options.asksHooks());
      var reader = new ImportReader(entries, prepare, target, options);
      return new Run(reader, new ImportWriter(records, options), options, progress).run();
    } finally {
      slots.release();
    }
  }

  /** One import: a chunk is read while the one before is written. */
  private static final class Run {
    private static final int PATIENCE = 50;
    private static final int PAUSE_MILLIS = 100;

    private final ImportReader reader;
    private final ImportWriter writer;
    private final ImportOptions options;
    private final LongConsumer progress;
    private ImportResult done = ImportResult.of(List.of());
    private boolean stopped;

    Run(ImportReader reader, ImportWriter writer, ImportOptions options, LongConsumer progress) {
      this.reader = reader;
      this.writer = writer;
      this.options = options;
      this.progress = progress;
    }

    ImportResult run() {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        ImportReader.@Nullable Chunk before = null;
        @Nullable Future<ImportResult> writing = null;
        while (!stopped && (before == null || !before.last())) {
          var chunk = reader.read(writer.batchSize());
          settle(before, writing);
          before = chunk;
          writing = stopped ? null : threads.submit(() -> write(chunk.lines(), PATIENCE));
        }
        settle(before, writing);
      }
      return done.end(stopped, options.dryRun());
    }

    /** Waits for a chunk; behind a line that was refused, its other bad lines do not count. */
    private void settle(
        ImportReader.@Nullable Chunk chunk, @Nullable Future<ImportResult> writing) {
      if (chunk == null || writing == null) {
        return;
      }
      var written = result(writing);
      done = done.plus(written);
      stopped = written.failed() > 0 && options.onError() == ImportOptions.OnError.STOP;
      if (!stopped) {
        done = done.plus(chunk.bad());
        stopped = chunk.broken();
      }
      progress.accept(done.lines());
    }

    private ImportResult result(Future<ImportResult> writing) {
      try {
        return writing.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(Problem.unavailable("interrupted", "The server is shutting down.", 1));
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
      return switch (cause) {
        case Problem problem -> interrupted(problem);
        case SchemaChanged _ ->
            interrupted(Problem.conflict("schema_changed", "The collection's schema was changed."));
        case RuntimeException other -> other;
        case null, default -> new IllegalStateException("an import failed", cause);
      };
    }

    /** The same problem, saying what of the import was written before. */
    private Problem interrupted(Problem problem) {
      var written =
          Problem.of(
              problem.kind(),
              problem.code(),
              problem.detail() + " The first " + done.lines() + " lines were imported before.");
      for (var header : problem.headers().entrySet()) {
        written = written.header(header.getKey(), header.getValue());
      }
      return written;
    }

    /** Writes when the queue of writes has room again; an import is in no hurry. */
    private ImportResult write(List<ImportReader.Line> lines, int patience)
        throws InterruptedException {
      try {
        return lines.isEmpty() ? ImportResult.of(List.of()) : writer.write(lines);
      } catch (Problem e) {
        if (patience == 0 || !e.code().equals("overloaded")) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
      return write(lines, patience - 1);
    }
  }
}
