package dev.tinybase.records;

import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.formats.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An export that is ready to be written. */
public final class Export {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int BUFFER = 1 << 16;
  private static final int PROGRESS = 1_000;

  private final String collection;
  private final Database database;
  private final String select;
  private final @Nullable Object[] parameters;
  private final RecordJson json;
  private final Format format;
  private final InstantSource clock;

  Export(
      String collection,
      Database database,
      String select,
      @Nullable Object[] parameters,
      RecordJson json,
      Format format,
      InstantSource clock) {
    this.collection = collection;
    this.database = database;
    this.select = select;
    this.parameters = parameters;
    this.json = json;
    this.format = format;
    this.clock = clock;
  }

  /** The name of the collection. */
  public String collection() {
    return collection;
  }

  /**
   * Writes all of it; a reader so slow that this takes an hour is cut off, because the database
   * keeps the whole state for it.
   *
   * @param out not closed
   * @param progress told the number of records now and then
   * @return how many records there were
   */
  public long writeTo(OutputStream out, LongConsumer progress) throws IOException {
    var run = new Run(out, progress, clock.instant().plus(LONGEST));
    try {
      return database.snapshot(sql -> {
        run.begin();
        sql.each(select, run::add, parameters);
        return run.end();
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The rows on their way out. */
  private final class Run {
    private final OutputStream out;
    private final LongConsumer progress;
    private final Instant deadline;
    private final JsonBytes buffer = new JsonBytes(2 * BUFFER);
    private final RowWriter writer;
    private long count;
    private boolean begun;

    Run(OutputStream out, LongConsumer progress, Instant deadline) {
      this.out = out;
      this.progress = progress;
      this.deadline = deadline;
      this.writer = RowWriter.of(format, json, buffer);
    }

    /** A database that lost its connection would begin again, behind what was sent already. */
    void begin() {
      if (begun) {
        throw Problem.unavailable("export_interrupted", "The export was interrupted.", 1);
      }
      begun = true;
      writer.begin();
    }

    void add(Row row) {
      writer.add(row, count++);
      if (buffer.size() > BUFFER) {
        flush();
      }
      if (count % PROGRESS == 0) {
        progress.accept(count);
      }
    }

    long end() {
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
