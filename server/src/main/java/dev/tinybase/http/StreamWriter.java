package dev.tinybase.http;

import dev.tinybase.http.PushSource.Progress;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
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
    var chunks = new ChunkedOutputStream(piece -> sendPiece(connection, piece), head);
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
  private static CloseConnectionException halfWay(Exception failure, String requestId) {
    if (failure instanceof CloseConnectionException gone) {
      return gone;
    }
    LOG.error("the reply to request {} failed half way", requestId, failure);
    return new CloseConnectionException("the reply failed half way", failure);
  }
}
