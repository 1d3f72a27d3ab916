package dev.tinybase.transfer;

import dev.tinybase.errors.Problem;
import dev.tinybase.records.PreparedMutation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and checks the lines of an import in chunks of bounded size. */
final class ImportReader {
  private static final int CHARACTERS = 4 << 20;
  private static final String UNREADABLE = "unreadable";

  private final Entry.Source entries;
  private final ImportParser parser;
  private final boolean stops;
  private long line;

  ImportReader(Entry.Source entries, ImportParser parser, ImportOptions options) {
    this.entries = entries;
    this.parser = parser;
    this.stops = options.onError() == ImportOptions.OnError.STOP;
  }

  /**
   * A line, checked as far as it can be without the database.
   *
   * @param number where it stands in the file, from 1
   */
  record Line(long number, PreparedMutation mutation) {}

  /**
   * Some lines of a file.
   *
   * @param lines the good ones
   * @param bad the others
   * @param last whether nothing is read after it
   * @param broken whether that is because of a bad line
   */
  record Chunk(List<Line> lines, ImportResult bad, boolean last, boolean broken) {}

  /** Reads so many lines, or fewer when they are long. */
  Chunk read(int most) {
    var lines = new ArrayList<Line>();
    var bad = ImportResult.of(List.of());
    int characters = 0;
    for (int i = 0; i < most && characters < CHARACTERS; i++) {
      var entry = next();
      switch (entry) {
        case null -> {
          return new Chunk(lines, bad, true, false);
        }
        case Entry.Data data -> {
          characters += data.size();
          try {
            lines.add(parser.parse(data));
          } catch (Problem e) {
            bad = bad.plus(ImportResult.bad(data.line(), e.code(), e.detail()));
          }
        }
        case Entry.Bad(long at, String reason) ->
            bad = bad.plus(ImportResult.bad(at, UNREADABLE, reason));
        case Entry.Broken(long at, String reason) -> {
          return new Chunk(lines, bad.plus(ImportResult.bad(at, UNREADABLE, reason)), true, true);
        }
      }
      if (stops && bad.failed() > 0) {
        return new Chunk(lines, bad, true, true);
      }
    }
    return new Chunk(lines, bad, false, false);
  }

  /** What ends the stream before its time is a bad line too: what came before it counts. */
  private @Nullable Entry next() {
    try {
      var entry = entries.next();
      line = entry == null ? line : entry.line();
      return entry;
    } catch (Problem e) {
      return new Entry.Broken(line + 1, e.detail());
    } catch (UncheckedIOException e) {
      var reason = String.valueOf(e.getMessage());
      return new Entry.Broken(line + 1, "the file ends too early: " + reason);
    }
  }
}
