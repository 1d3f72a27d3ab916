package dev.tinybase.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Counts what passes, ends with its thread's interrupt, and never gives more than it may. */
final class PartInputStream extends FilterInputStream {
  private final long most;
  private long bytes;

  /**
   * A stream of a part.
   *
   * @param most what it may hold; more is a {@link dev.tinybase.errors.Problem}
   */
  PartInputStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** How much has passed. */
  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the server is shutting down");
    }
    int count = super.read(buffer, offset, length);
    bytes += Math.max(count, 0);
    if (bytes > most) {
      throw BackupManifest.damaged("a part is larger than " + BackupManifest.NAME + " says");
    }
    return count;
  }
}
