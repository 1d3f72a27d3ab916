package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies, unzipped and never beyond a limit, and bounds the memory of all of them together.
 * Small ones pass freely, because the number of requests is bounded too; a large one holds its
 * share until its answer is written.
 */
final class RequestBodies {
  /** Makes Helidon hand bodies over as they come: unzipping is bounded here. */
  static final ContentEncodingContext UNDECODED = new Undecoded();

  private static final int EXACT = 64 << 10;
  private static final int FREE = 16 << 10;
  private static final int PATIENCE_SECONDS = 5;
  private static final byte[] NOTHING = {};

  private final int total;
  private final Semaphore kibibytes;

  /** The bytes that may be in memory at the same time. */
  RequestBodies(long bytes) {
    total = Math.clamp(bytes >> 10, 1, Integer.MAX_VALUE);
    kibibytes = new Semaphore(total);
  }

  /** Takes the share of the request's body; gives what {@link #release} wants back. */
  int reserve(RoutingRequest in, long limit) {
    if (!in.content().hasEntity()) {
      return 0;
    }
    long length = length(in);
    long bytes = length < 0 || zipped(in) ? limit : length;
    if (bytes <= FREE) {
      return 0;
    }
    int share = Math.clamp(bytes >> 10, 1, total);
    try {
      if (kibibytes.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return share;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw overloaded();
  }

  void release(int share) {
    kibibytes.release(share);
  }

  static byte[] read(RoutingRequest in, long limit) {
    if (!in.content().hasEntity()) {
      return NOTHING;
    }
    try (var body = stream(in, limit)) {
      long length = length(in);
      boolean exact = length >= 0 && length <= EXACT && !zipped(in);
      return exact ? body.readNBytes((int) length) : body.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw malformedGzip(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream stream(RoutingRequest in, long limit) {
    if (!in.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    var raw = new Limited(in.content().inputStream(), limit);
    if (!zipped(in)) {
      return raw;
    }
    try {
      return new Limited(new GZIPInputStream(raw), limit);
    } catch (IOException e) {
      throw malformedGzip(e);
    }
  }

  private static boolean zipped(RoutingRequest in) {
    var encoding = in.headers().first(HeaderNames.CONTENT_ENCODING);
    if (encoding.isEmpty() || encoding.get().equalsIgnoreCase("identity")) {
      return false;
    }
    if (encoding.get().equalsIgnoreCase("gzip")) {
      return true;
    }
    throw Problem.of(
            Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_content_encoding",
            "The body may be sent as it is or with Content-Encoding: gzip.")
        .header("Accept-Encoding", "gzip");
  }

  private static long length(RoutingRequest in) {
    return in.headers().contentLength().orElse(-1);
  }

  static Problem overloaded() {
    return Problem.unavailable(
        "overloaded", "The server has too many requests to answer. Try again in a second.", 1);
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "body_too_large",
        "The body is larger than the limit of " + limit + " bytes.");
  }

  private static Problem malformedGzip(IOException e) {
    return Problem.badRequest("malformed_gzip", "The body is not valid gzip: " + e.getMessage());
  }

  /**
   * A body that throws the 413 problem when more than so many bytes come, and the 400 problem where
   * its framing is broken. It has nothing to close: what is left unread is the connection's matter.
   */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private final long limit;
    private long left;

    Limited(InputStream in, long limit) {
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
        throw tooLarge(limit);
      }
      return count;
    }
  }

  /** Claims to know every encoding, and changes nothing. */
  private static final class Undecoded implements ContentEncodingContext {
    @Override
    public ContentEncodingContextConfig prototype() {
      return ContentEncodingContextConfig.builder().buildPrototype();
    }

    @Override
    public boolean contentEncodingEnabled() {
      return false;
    }

    @Override
    public boolean contentDecodingEnabled() {
      return true;
    }

    @Override
    public boolean contentEncodingSupported(String encoding) {
      return false;
    }

    @Override
    public boolean contentDecodingSupported(String encoding) {
      return true;
    }

    @Override
    public ContentEncoder encoder(String encoding) {
      return ContentEncoder.NO_OP;
    }

    @Override
    public ContentDecoder decoder(String encoding) {
      return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
      return ContentEncoder.NO_OP;
    }
  }
}
