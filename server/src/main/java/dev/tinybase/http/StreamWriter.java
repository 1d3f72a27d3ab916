package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.http.PushSource.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers whose length is not known before, in chunks. */
final class StreamWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);

  private final Duration heartbeat;

  StreamWriter(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /** Writes a body that ends by itself; gives the number of its bytes. */
  long write(
      ReceivedRequest request, ResponseWriter.Buffer head, boolean zip, Response.Writer writer) {
    return request.head() ? headOnly(request, head) : chunks(request, head, zip, writer);
  }

  /** Writes what comes until the source or the client has enough. */
  long push(ReceivedRequest request, ResponseWriter.Buffer head, boolean zip, PushSource source) {
    try (source) {
      if (!request.head()) {
        request.openStream();
        return chunks(request, head, zip, out -> pump(request, source, out));
      }
    }
    return headOnly(request, head);
  }

  /** HEAD on a stream: the same head, and no body. */
  private static long headOnly(ReceivedRequest request, ResponseWriter.Buffer head) {
    ResponseWriter.send(request.connection(), head);
    return 0;
  }

  private static long chunks(
      ReceivedRequest request, ResponseWriter.Buffer head, boolean zip, Response.Writer body) {
    var connection = request.connection();
    connection.sent(); // nothing, so far
    var chunks =
        new ChunkedOutputStream(
            piece -> sendPiece(connection, piece), head, request.requestHead().chunks());
    try {
      if (zip) {
        zip(body, chunks);
      } else {
        body.writeTo(chunks);
      }
    } catch (IOException | RuntimeException e) {
      throw chunks.started() ? halfWay(e, request.id()) : unstarted(e);
    }
    chunks.finish();
    return chunks.written();
  }

  private static void zip(Response.Writer body, OutputStream to) throws IOException {
    var out = new Gzip(to);
    try {
      body.writeTo(out);
      out.close();
    } finally {
      out.giveBack();
    }
  }

  private void pump(ReceivedRequest request, PushSource source, OutputStream out)
      throws IOException {
    var connection = request.connection();
    try {
      var progress = source.writeNext(out, Duration.ZERO);
      while (progress != Progress.END) {
        if (progress != Progress.MORE) {
          out.flush();
        }
        progress = next(request, connection, source, out);
        if (progress == Progress.NOTHING) {
          source.heartbeat(out);
        }
      }
    } catch (InterruptedException e) {
      if (!source.endless()) {
        throw new IOException("the server is shutting down", e);
      }
    }
  }

  private Progress next(
      ReceivedRequest request, ClientConnection connection, PushSource source, OutputStream out)
      throws IOException, InterruptedException {
    if (!source.endless()) {
      return source.writeNext(out, heartbeat);
    }
    connection.listening();
    if (request.server().draining()) {
      return Progress.END;
    }
    var progress = source.writeNext(out, heartbeat);
    return connection.heard() ? progress : Progress.END;
  }

  /** What takes long between two pieces is our own time, not the client's. */
  private static void sendPiece(ClientConnection connection, ResponseWriter.Buffer piece) {
    connection.sending();
    ResponseWriter.send(connection, piece);
    connection.sent();
  }

  /** Nothing has left yet, so that an answer of failure can still take the place. */
  private static RuntimeException unstarted(Exception e) {
    return e instanceof RuntimeException unchecked
        ? unchecked
        : new UncheckedIOException((IOException) e);
  }

  /** The beginning has left already: all that is left is to end the connection. */
  private static ConnectionEnded halfWay(Exception failure, String requestId) {
    if (failure instanceof ConnectionEnded gone) {
      return gone;
    }
    LOG.error("the reply to request {} failed half way", requestId, failure);
    return new ConnectionEnded("the reply failed half way", failure);
  }

  /**
   * Sends a body of unknown length in chunks (RFC 9112, 7.1). The head goes with the first chunk;
   * only {@link #finish} says that the body is complete, so that a failure half-way is seen by the
   * client. A flush sends what is there and gives the buffers back. To a client that knows no
   * chunks the bytes go as they are, and the end of the connection is their end.
   */
  private static final class ChunkedOutputStream extends OutputStream {
    private static final byte[] END = "0\r\n\r\n".getBytes(US_ASCII);
    private static final int LEAST = 256;
    private static final int MOST = 16 << 10;
    private static final byte[] NONE = {};

    private final Consumer<ResponseWriter.Buffer> send;
    private final boolean framed;
    private ResponseWriter.Buffer head;
    private byte[] buffer = NONE;
    private boolean started;
    private int filled;
    private long written;

    ChunkedOutputStream(
        Consumer<ResponseWriter.Buffer> send, ResponseWriter.Buffer head, boolean framed) {
      this.send = send;
      this.head = head;
      this.framed = framed;
    }

    /** Whether anything has left, so that another reply is impossible. */
    boolean started() {
      return started;
    }

    long written() {
      return written;
    }

    @Override
    public void write(int b) {
      makeRoom(1);
      buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        makeRoom(length - done);
        int count = Math.min(length - done, buffer.length - filled);
        System.arraycopy(bytes, offset + done, buffer, filled, count);
        filled += count;
        done += count;
      }
    }

    @Override
    public void flush() {
      if (filled > 0 || !started) {
        sendChunk(NONE);
      }
      buffer = NONE;
    }

    /** Sends what is left and the end. */
    void finish() {
      sendChunk(framed ? END : NONE);
    }

    /** Makes room for at least one byte, and for so many where the bound allows it. */
    private void makeRoom(int wanted) {
      if (filled == MOST) {
        sendChunk(NONE);
      }
      if (filled == buffer.length) {
        int size = Math.max(Math.max(LEAST, filled * 2), filled + Math.min(wanted, MOST));
        buffer = Arrays.copyOf(buffer, Math.min(size, MOST));
      }
    }

    private void sendChunk(byte[] end) {
      if (filled > 0) {
        head.reserve(filled + 16);
        if (framed) {
          head.add(Integer.toHexString(filled)).endLine().add(buffer, 0, filled).endLine();
        } else {
          head.add(buffer, 0, filled);
        }
        written += filled;
        filled = 0;
      }
      started = true;
      send.accept(head.add(end));
      head = new ResponseWriter.Buffer(0);
    }
  }
}
