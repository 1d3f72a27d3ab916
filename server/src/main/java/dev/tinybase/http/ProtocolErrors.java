package dev.tinybase.http;

import dev.tinybase.json.Json;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What Helidon itself refuses, before a request reaches us, answered in our form. Our own code
 * answers for its own failures, so that whatever arrives here is the client's mistake.
 */
final class ProtocolErrors implements DirectHandler {
  private final RequestDispatcher server;
  private final ResponseWriter writer;

  ProtocolErrors(RequestDispatcher server, ResponseWriter writer) {
    this.server = server;
    this.writer = writer;
  }

  DirectHandlers handlers() {
    var handlers = DirectHandlers.builder();
    for (var type : EventType.values()) {
      handlers.addHandler(type, this);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    int code = status.code() == 500 ? 400 : status.code();
    var id = server.nextId();
    record("-", request.method(), request.path(), code, id);
    var reply = TransportResponse.builder().status(Status.create(code)).keepAlive(false);
    writer.fixedHeaders(id).forEach((name, value) -> reply.header(HeaderNames.create(name), value));
    return reply.entity(body(code, message, id)).build();
  }

  /** Answers 408 to a client whose request does not arrive, and ends its connection. */
  void tooSlow(ClientConnection connection) {
    server.timedOut();
    var id = server.nextId();
    record(connection.peer(), "-", "-", 408, id);
    try {
      writer.refuse(connection, 408, body(408, null, id), id);
    } catch (UncheckedIOException | SocketWriterException _) {
      // gone already
    } finally {
      connection.closeSocket();
    }
  }

  private void record(String address, String method, String target, int status, String id) {
    server.unmatched().record(status, 0);
    var log = server.log();
    if (log != null) {
      int query = target.indexOf('?');
      var path = query < 0 ? target : target.substring(0, query);
      log.add(new AccessLog.Line(address, method, path, status, 0, 0, id, null));
    }
  }

  private static byte[] body(int status, @Nullable String message, String id) {
    return Json.bytes(
        Json.object()
            .put("detail", sentence(status, message))
            .put("code", word(status))
            .put("request_id", id));
  }

  private static String word(int status) {
    return switch (status) {
      case 408 -> "request_timeout";
      case 413 -> "body_too_large";
      case 414 -> "url_too_long";
      case 431 -> "headers_too_large";
      case 501 -> "not_implemented";
      case 503 -> "overloaded";
      case 505 -> "http_version_not_supported";
      default -> "bad_request";
    };
  }

  private static String sentence(int status, @Nullable String message) {
    return switch (status) {
      case 408 -> "The request took too long to arrive.";
      case 413 -> "The body is too large.";
      case 414 ->
          "The URL is longer than %d bytes; send a long filter as JSON, with POST to …/records/query."
              .formatted(HttpServer.MOST_LINE_BYTES);
      case 431 -> "The headers are too large.";
      case 501 -> "This transfer encoding is not known here; use chunked.";
      case 505 -> "This server speaks HTTP/1.1.";
      default -> "The request is malformed" + (message == null ? "." : ": " + message);
    };
  }
}
