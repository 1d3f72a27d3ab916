package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A body that throws the 413 problem when more than so many bytes come, and the 400 problem where
 * its framing is broken. It has nothing to close: what is left unread is the connection's matter.
 */
final class LimitedInputStream extends InputStream {
  private final InputStream in;
  private final long limit;
  private long left;

  LimitedInputStream(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (Problem
        | CloseConnectionException
        | UncheckedIOException
        | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException _) {
      throw Problem.badRequest("malformed_body", "The chunks of the body are malformed.");
    }
    left -= Math.max(count, 0);
    if (left < 0) {
      throw Problems.tooLarge(limit);
    }
    return count;
  }
}
