package dev.tinybase.transfer;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as objects. An empty cell is null where the field may be null, else it
 * leaves the field out; an empty cell in quotes is an empty text. Cells beyond the header's last
 * name, as spreadsheets write them, must be empty.
 */
final class CsvEntries implements Entry.Source {
  private final CsvColumns columns;
  private final CloseableIterator<Line> rows;
  private final char delimiter;
  private @Nullable List<String> header;
  private long line = 1;
  private boolean ended;

  /**
   * The rows of a file.
   *
   * @param given what separates the cells; null where the header is to tell
   */
  CsvEntries(BufferedReader reader, CsvColumns columns, @Nullable Character given) {
    this.columns = columns;
    delimiter = given == null ? columns.delimiter(reader) : given;
    rows =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .maxBufferSize(Entry.LONGEST)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(new Line.Handler(), reader)
            .iterator();
  }

  @Override
  public @Nullable Entry next() {
    if (ended) {
      return null;
    }
    try {
      if (header == null) {
        var refusal = readHeader();
        if (refusal != null) {
          return broken(1, refusal);
        }
      }
      return rows.hasNext() ? entry(rows.next()) : null;
    } catch (CsvParseException e) {
      return broken(line + 1, "cannot be read as CSV: " + firstLine(e));
    }
  }

  private @Nullable String readHeader() {
    if (!rows.hasNext()) {
      return "a CSV file begins with a header that names the fields";
    }
    var names = CsvColumns.names(rows.next().cells());
    header = names;
    return columns.refusal(names, delimiter);
  }

  private Entry entry(Line row) {
    line = row.line();
    var names = Objects.requireNonNull(header);
    int cells = row.cells().size();
    if (cells < names.size()
        || row.cells().subList(names.size(), cells).stream().anyMatch(Objects::nonNull)) {
      return new Entry.Bad(line, "has " + cells + " cells, but the header has " + names.size());
    }
    if (row.flaw() != null) {
      return new Entry.Bad(line, row.flaw());
    }
    var object = Json.object();
    var errors = new ArrayList<FieldError>(0);
    for (int i = 0; i < names.size(); i++) {
      columns.read(names.get(i), row.cells().get(i), object, errors);
    }
    return errors.isEmpty()
        ? new Entry.Data(line, object, row.size())
        : bad(Problem.invalidRecord(errors));
  }

  private Entry bad(Problem problem) {
    return new Entry.Bad(line, problem.code(), problem.detail());
  }

  private Entry broken(long at, String reason) {
    ended = true;
    return new Entry.Broken(at, reason);
  }

  private static String firstLine(CsvParseException e) {
    @Nullable Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  /**
   * One row of a CSV file.
   *
   * @param cells null for an empty cell without quotes
   * @param flaw what no database can keep of it; null where there is nothing
   */
  private record Line(long line, List<@Nullable String> cells, @Nullable String flaw, int size) {
    /**
     * Makes rows of what the parser finds, and keeps apart the empty cells with and without quotes.
     */
    private static final class Handler extends AbstractBaseCsvCallbackHandler<Line> {
      private List<@Nullable String> cells = new ArrayList<>();
      private @Nullable String flaw;
      private int size;

      @Override
      protected void handleBegin(long startingLineNumber) {
        cells = new ArrayList<>(cells.size());
        flaw = null;
        size = 0;
      }

      @Override
      protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        size += length + 1;
        if (length == 0 && !quoted) {
          cells.add(null);
          return;
        }
        var text = new String(buffer, offset, length);
        if (flaw == null) {
          flaw = TextFile.flaw(text);
        }
        cells.add(text);
      }

      @Override
      protected Line buildRecord() {
        return new Line(getStartingLineNumber(), cells, flaw, size);
      }
    }
  }
}
