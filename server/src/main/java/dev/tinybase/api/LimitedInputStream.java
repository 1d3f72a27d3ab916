package dev.tinybase.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Throws the 413 problem when more than so many bytes come. */
final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private long left;

  LimitedInputStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    if (next >= 0) {
      took(1);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    took(Math.max(count, 0));
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    took(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void took(long count) {
    left -= count;
    if (left < 0) {
      throw Problems.tooLarge(limit);
    }
  }
}
