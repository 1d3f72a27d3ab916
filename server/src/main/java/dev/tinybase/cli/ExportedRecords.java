package dev.tinybase.cli;

import dev.tinybase.transfer.Format;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the records of an export on their way out, by its lines. */
final class ExportedRecords extends FilterOutputStream {
  private final Format format;
  private long lines;
  private boolean quoted;

  ExportedRecords(OutputStream out, Format format) {
    super(out);
    this.format = format;
  }

  /** How many records have passed, once all have. */
  long count() {
    return switch (format) {
      case NDJSON -> lines;
      case CSV -> Math.max(0, lines - 1); // the header
      case JSON -> Math.max(0, lines - 2); // the two brackets
    };
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** A line of CSV may go on in a cell with quotes around it; JSON has no such lines. */
  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    boolean csv = format == Format.CSV;
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n' && !quoted) {
        lines++;
      } else if (bytes[i] == '"' && csv) {
        quoted = !quoted;
      }
    }
  }

  /** What it counts for is closed by its owner. */
  @Override
  public void close() throws IOException {
    out.flush();
  }
}
