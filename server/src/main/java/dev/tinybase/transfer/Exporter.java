package dev.tinybase.transfer;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.db.Row;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.ListQuery;
import dev.tinybase.records.PreparedList;
import dev.tinybase.records.RecordJson;
import dev.tinybase.records.RecordService;
import dev.tinybase.records.RecordSink;
import dev.tinybase.records.WholeRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Exports the records of a collection in the order of their ids, as one consistent state whatever
 * is written meanwhile, in bounded memory. What it writes can be imported again.
 */
public final class Exporter {
  private final RecordService records;
  private final InstantSource clock;

  public Exporter(RecordService records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Checks the request; nothing is read before {@link Export#writeTo}. Problems: 403 for others
   * than admins, 404 for an unknown collection, 400 for a filter or field that makes no sense.
   */
  public Export prepare(Principal principal, String collection, ExportOptions options) {
    if (!principal.isAdminFor(Scope.RECORDS_READ)) {
      throw Problem.forbidden("admin_only", "Only admins may export records.");
    }
    var list =
        records.prepare(
            principal,
            collection,
            view ->
                new ListQuery(
                    view.sort("id"),
                    view.filter(options.filter()),
                    view.json(options.fields()),
                    ListQuery.ALL,
                    0,
                    null,
                    false),
            options.asksHooks());
    return new Export(collection, list, options, clock);
  }

  /**
   * An export that is ready to be written.
   *
   * @param collection its name
   */
  public record Export(
      String collection, PreparedList records, ExportOptions options, InstantSource clock) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int BUFFER = 1 << 16;
    private static final int PROGRESS = 1_000;

    /**
     * Writes all of it; a reader so slow that this takes an hour is cut off, because the database
     * keeps the whole state for it.
     *
     * @param out not closed
     * @param progress told the number of records now and then
     * @return how many records there were
     */
    public long writeTo(OutputStream out, LongConsumer progress) throws IOException {
      var begun = new AtomicBoolean();
      try {
        return records.snapshot(query -> {
          // a database that lost its connection would begin again, behind what was sent already
          if (begun.getAndSet(true)) {
            throw Problem.unavailable("export_interrupted", "The export was interrupted.", 1);
          }
          return new Run(out, progress, query.json());
        });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    /** The rows on their way out. */
    private final class Run implements RecordSink<Long> {
      private final OutputStream out;
      private final LongConsumer progress;
      private final Instant deadline = clock.instant().plus(LONGEST);
      private final JsonBytes buffer = new JsonBytes(2 * BUFFER);
      private final RowWriter writer;
      private long count;

      Run(OutputStream out, LongConsumer progress, RecordJson json) {
        this.out = out;
        this.progress = progress;
        this.writer = RowWriter.of(options.format(), json, buffer, options.guardFormulas());
        writer.begin();
      }

      @Override
      public void add(Row row) {
        writer.add(row, count++);
        added();
      }

      @Override
      public void add(WholeRecord record) {
        writer.add(record, count++);
        added();
      }

      private void added() {
        if (buffer.size() > BUFFER) {
          flush();
        }
        if (count % PROGRESS == 0) {
          progress.accept(count);
        }
      }

      @Override
      public Long end(@Nullable Long total, @Nullable String nextCursor) {
        writer.end(count);
        flush();
        progress.accept(count);
        return count;
      }

      private void flush() {
        if (clock.instant().isAfter(deadline)) {
          throw Problem.unavailable("export_too_slow", "The export took more than an hour.", 1);
        }
        try {
          buffer.writeTo(out);
          buffer.clear();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
