package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.ClientConnection.Phase;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.LongSupplier;

/** Takes each request from Helidon, has it answered, sends the answer and counts. */
final class RequestDispatcher implements HttpRouting {
  private static final int MOST_SKIPPED = 64 << 10;
  private static final int MOST_HEADERS = 100;

  private final HttpHandler handler;
  private final ServerState server;
  private final ResponseWriter writer;
  private final LongSupplier nanos;
  private final HttpSecurity security = HttpSecurity.create();

  RequestDispatcher(
      HttpHandler handler, ServerState server, ResponseWriter writer, LongSupplier nanos) {
    this.handler = handler;
    this.server = server;
    this.writer = writer;
    this.nanos = nanos;
  }

  @Override
  public HttpSecurity security() {
    return security;
  }

  @Override
  public void route(ConnectionContext context, RoutingRequest in, RoutingResponse unused) {
    var connection = (ClientConnection) context;
    long now = nanos.getAsLong();
    connection.begin(now);
    var request = new ReceivedRequest(server, connection, in, now);
    boolean able = server.enter();
    try {
      reply(request, answer(request, able));
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client went away", e);
    } finally {
      request.end();
    }
    if (request.closes() || server.draining()) {
      throw new CloseConnectionException("the reply was the last one");
    }
  }

  /** The answer, whatever happens, unless the client has gone. */
  private Response answer(ReceivedRequest request, boolean able) {
    try {
      if (!able) {
        throw RequestBodies.overloaded();
      }
      if (request.in().headers().size() > MOST_HEADERS) {
        throw Problem.badRequest(
            "too_many_headers", "The request has more than " + MOST_HEADERS + " headers.");
      }
      return handler.handle(request);
    } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return handler.failure(request, e);
    }
  }

  private void reply(ReceivedRequest request, Response response) {
    if (server.draining()) {
      request.closeAfterwards();
    }
    skipBody(request);
    request.connection().enter(Phase.WRITING, nanos.getAsLong());
    try {
      sent(request, response.status(), writer.write(request, response));
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      var failure = handler.failure(request, e);
      sent(request, failure.status(), writer.write(request, failure));
    }
  }

  private void sent(ReceivedRequest request, int status, long bytes) {
    long now = nanos.getAsLong();
    request.connection().idle(now);
    request.answered(status, bytes, now - request.started());
  }

  /** Reads the rest of a small body, so that the connection can go on; a large one ends it. */
  private void skipBody(ReceivedRequest request) {
    var content = request.in().content();
    if (content.consumed()) {
      return;
    }
    var headers = request.in().headers();
    long length = headers.contentLength().orElse(Long.MAX_VALUE);
    if (length <= MOST_SKIPPED && !headers.containsToken(HeaderValues.EXPECT_100)) {
      request.connection().enter(Phase.READING, nanos.getAsLong());
      content.consume();
    } else {
      request.closeAfterwards();
      request.connection().leaveUnread();
    }
  }
}
