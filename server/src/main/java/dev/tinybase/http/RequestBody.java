package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.errors.Problem;
import io.helidon.common.buffers.DataReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of one request's body as they arrive, in its framing (RFC 9112, 6): of a length, or in
 * chunks. A broken framing is a 400 problem, more than a limit the 413 problem; after either the
 * connection is of no more use.
 */
final class RequestBody extends InputStream {
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);
  private static final int LONGEST_LINE = 4 << 10;
  private static final int MOST_TRAILERS = 100;
  private static final int MOST_DIGITS = 15;

  private final ClientConnection connection;
  private final DataReader reader;
  private final boolean chunked;
  private long left;
  private long limit = Long.MAX_VALUE;
  private long read;
  private boolean expected;
  private boolean begun;
  private boolean ended;
  private boolean overran;

  /**
   * A body that has not arrived yet.
   *
   * @param length how many bytes; below zero where they come in chunks
   * @param expected whether the client waits to be asked for it
   */
  RequestBody(ClientConnection connection, long length, boolean expected) {
    this.connection = connection;
    this.reader = connection.reader();
    this.chunked = length < 0;
    this.left = Math.max(0, length);
    this.expected = expected;
    this.ended = length == 0;
  }

  /** Sets the most bytes that may come. */
  RequestBody limit(long bytes) {
    limit = bytes;
    return this;
  }

  /** Whether all of it is read, so that the next request can follow. */
  boolean ended() {
    return ended;
  }

  /** Whether the client waits to be asked, and was not. */
  boolean unasked() {
    return expected;
  }

  /** Whether the rest cannot be read any more: more came than may, or its framing is broken. */
  boolean overran() {
    return overran;
  }

  /** Reads what nobody wants, so that the next request can follow. */
  void skipRest() {
    while (!ended && left > 0) {
      reader.ensureAvailable();
      int count = (int) Math.min(left, reader.available());
      reader.skip(count);
      left -= count;
    }
    ended = true;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    ask();
    if (left == 0 && chunked) {
      nextChunk();
      if (ended) {
        return -1;
      }
    }
    reader.ensureAvailable();
    int count = (int) Math.min(Math.min(length, left), reader.available());
    reader.readBuffer(count).read(bytes, offset, count);
    left -= count;
    read += count;
    if (read > limit) {
      overran = true;
      throw tooLarge(limit);
    }
    ended = left == 0 && !chunked;
    return count;
  }

  private void ask() {
    if (expected) {
      expected = false;
      connection.send(CONTINUE, 0, CONTINUE.length);
    }
  }

  private void nextChunk() {
    if (begun && !line().isEmpty()) {
      throw malformed("a chunk is longer than it says");
    }
    begun = true;
    left = size(line());
    if (left > limit - read) {
      overran = true;
      throw tooLarge(limit);
    }
    if (left == 0) {
      for (int i = 0; !line().isEmpty(); i++) {
        if (i == MOST_TRAILERS) {
          throw malformed("there are too many trailers");
        }
      }
      ended = true;
    }
  }

  /** The digits before the chunk's extensions, which nobody needs. */
  private static long size(String line) {
    int end = 0;
    while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
      end++;
    }
    var rest = line.substring(end).stripLeading();
    if (end == 0 || end > MOST_DIGITS || !(rest.isEmpty() || rest.startsWith(";"))) {
      throw malformed("the size of a chunk is no hexadecimal number");
    }
    return Long.parseLong(line, 0, end, 16);
  }

  private String line() {
    int end;
    try {
      end = reader.findNewLine(LONGEST_LINE);
    } catch (DataReader.IncorrectNewLineException _) {
      throw malformed("a line does not end in CR LF");
    }
    if (end == LONGEST_LINE) {
      throw malformed("a line between chunks is too long");
    }
    var line = reader.readAsciiString(end);
    reader.skip(2);
    return line;
  }

  /** What zipped bytes were before, within the same limit. */
  static InputStream unzip(InputStream zipped, long limit) {
    try {
      return new Unzipped(new GZIPInputStream(zipped), limit);
    } catch (IOException e) {
      throw malformedGzip(e);
    }
  }

  static Problem malformedGzip(IOException e) {
    return Problem.badRequest("malformed_gzip", "The body is not valid gzip: " + e.getMessage());
  }

  /** A stream that may become larger than what came in, but not beyond a limit. */
  private static final class Unzipped extends FilterInputStream {
    private final long limit;
    private long left;

    Unzipped(InputStream in, long limit) {
      super(in);
      this.limit = limit;
      this.left = limit;
    }

    /** Nobody is to wait for more than is there. */
    @Override
    public int available() {
      return 0;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      left -= Math.max(count, 0);
      if (left < 0) {
        throw tooLarge(limit);
      }
      return count;
    }
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "body_too_large",
        "The body is larger than the limit of " + limit + " bytes.");
  }

  private static Problem malformed(String why) {
    return Problem.badRequest(
        "malformed_body", "The chunks of the body are malformed: " + why + ".");
  }
}
