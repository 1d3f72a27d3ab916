package dev.tinybase.records.formats;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a CSV file.
 *
 * @param cells null for an empty cell without quotes
 * @param malformed whether some bytes of it are not UTF-8
 */
record CsvRow(long line, List<@Nullable String> cells, boolean malformed, int size) {
  /**
   * Makes rows of what the parser finds, and keeps apart the empty cells with and without quotes.
   */
  static final class Handler extends AbstractBaseCsvCallbackHandler<CsvRow> {
    private List<@Nullable String> cells = new ArrayList<>();
    private boolean malformed;
    private int size;

    @Override
    protected void handleBegin(long startingLineNumber) {
      cells = new ArrayList<>(cells.size());
      malformed = false;
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
      malformed |= Utf8.isMalformed(text);
      cells.add(text);
    }

    @Override
    protected CsvRow buildRecord() {
      return new CsvRow(getStartingLineNumber(), cells, malformed, size);
    }
  }
}
