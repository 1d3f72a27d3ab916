package dev.tinybase.records.formats;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends the reading of an entry that is too long. Buffers of parsers make the bound a rough one. */
final class BoundedReader extends FilterReader {
  private int count;

  BoundedReader(Reader in) {
    super(in);
  }

  /** A new entry begins. */
  void restart() {
    count = 0;
  }

  /** How many characters were read for this entry. */
  int count() {
    return count;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count += Math.max(0, read);
    if (count > Entry.LONGEST) {
      throw new TooLong();
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    var one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /** The entry is too long. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super(null, null, false, false);
    }
  }
}
