package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.http.Response;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DateTime;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes replies in HTTP/1.1 (RFC 9112) straight onto the connection: a reply that is complete
 * leaves in one piece, a stream in chunks.
 */
final class ReplyWriter {
  private static final int WORTH_ZIPPING = 1024;
  private static final int ROOM = 640;
  private static final String VARY = "Vary";
  private static final byte[] JSON_TYPE = ascii("Content-Type: application/json\r\n");
  private static final byte[] NO_STORE = ascii("Cache-Control: no-store\r\n");
  private static final byte[] REVALIDATE = ascii("Cache-Control: private, no-cache\r\n");
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] ZIPPED = ascii("Content-Encoding: gzip\r\n");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] REQUEST_ID = ascii("X-Request-Id: ");
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] POLICY =
      ascii("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");

  private final byte[][] statusLines = new byte[600][];
  private final Map<String, String> security = new LinkedHashMap<>();
  private final byte[] fixed;
  private final Cors cors;

  ReplyWriter(Cors cors) {
    this.cors = cors;
    for (int code = 100; code < statusLines.length; code++) {
      statusLines[code] = ascii("HTTP/1.1 " + code + " " + Statuses.phrase(code) + "\r\nDate: ");
    }
    security.put("X-Content-Type-Options", "nosniff");
    security.put("X-Frame-Options", "DENY");
    security.put("Referrer-Policy", "no-referrer");
    security.put(VARY, cors.varies() ? "Accept-Encoding, Origin" : "Accept-Encoding");
    var block = new HeadBuffer(200);
    security.forEach(block::header);
    fixed = Arrays.copyOf(block.bytes(), block.length());
  }

  /** The headers of a reply that Helidon writes. */
  Map<String, String> fixedHeaders(String requestId) {
    var headers = new LinkedHashMap<>(security);
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Type", "application/json");
    headers.put("X-Request-Id", requestId);
    return headers;
  }

  /** Writes a refusal to a connection that ends with it, whatever was to come. */
  void refuse(ClientConnection connection, int status, byte[] json, String requestId) {
    var reply = new HeadBuffer(ROOM + json.length);
    reply.add(statusLines[status]).add(DateTime.http1Bytes());
    fixedHeaders(requestId).forEach(reply::header);
    length(reply.add(CLOSE), json.length).endLine().add(json);
    connection.dataWriter().write(BufferData.create(reply.bytes(), 0, reply.length()));
  }

  /**
   * Writes the reply; the number of bytes of its body.
   *
   * @throws io.helidon.webserver.CloseConnectionException when the connection is of no more use;
   *     after any other exception nothing has been written
   */
  long write(Exchange exchange, Response response) {
    return switch (response.body()) {
      case Response.Body.None _ -> writeEmpty(exchange, response);
      case Response.Body.Bytes body -> writeBytes(exchange, response, body);
      case Response.Body.Stream body ->
          exchange.head()
              ? writeHead(exchange, response, body)
              : writeStream(exchange, response, body);
    };
  }

  private long writeEmpty(Exchange exchange, Response response) {
    var reply = head(exchange, response);
    boolean bodiless = response.status() == 204 || response.status() == 304;
    if (!bodiless) {
      length(reply, 0);
    }
    send(exchange, reply.endLine());
    return 0;
  }

  private long writeBytes(Exchange exchange, Response response, Response.Body.Bytes body) {
    var reply = head(exchange, response);
    type(reply, body.contentType());
    var bytes = body.bytes();
    if (bytes.length >= WORTH_ZIPPING
        && Gzip.worthwhile(body.contentType(), response)
        && exchange.acceptsGzip()) {
      bytes = Gzip.bytes(bytes);
      reply.add(ZIPPED);
    }
    length(reply, bytes.length).endLine();
    if (!exchange.head()) {
      reply.add(bytes);
    }
    send(exchange, reply);
    return bytes.length;
  }

  /** HEAD on a stream: the same head, and no body. */
  private long writeHead(Exchange exchange, Response response, Response.Body.Stream body) {
    var reply = head(exchange, response);
    type(reply, body.contentType());
    send(exchange, reply.add(CHUNKED).endLine());
    return 0;
  }

  private long writeStream(Exchange exchange, Response response, Response.Body.Stream body) {
    var reply = head(exchange, response);
    type(reply, body.contentType());
    boolean zip = Gzip.worthwhile(body.contentType(), response) && exchange.acceptsGzip();
    if (zip) {
      reply.add(ZIPPED);
    }
    reply.add(CHUNKED).endLine();
    exchange.connection().sent(); // nothing, so far
    var chunks = new ChunkedOutputStream(bytes -> sendPiece(exchange, bytes), reply);
    try {
      var out = zip ? Gzip.stream(chunks) : chunks;
      body.writer().writeTo(out);
      out.close();
    } catch (IOException | RuntimeException e) {
      throw chunks.started() ? Failures.halfWay(e, exchange.id()) : unstarted(e);
    }
    chunks.finish();
    return chunks.written();
  }

  /** Nothing has left yet, so that an answer of failure can still take the place. */
  private static RuntimeException unstarted(Exception e) {
    return e instanceof RuntimeException unchecked
        ? unchecked
        : new UncheckedIOException((IOException) e);
  }

  private HeadBuffer head(Exchange exchange, Response response) {
    int body = response.body() instanceof Response.Body.Bytes(byte[] bytes, _) ? bytes.length : 0;
    var reply = new HeadBuffer(ROOM + body);
    reply.add(statusLines[response.status()]).add(DateTime.http1Bytes());
    var headers = response.headers();
    security(reply, headers);
    reply.add(REQUEST_ID).add(exchange.id()).endLine();
    if (!headers.containsKey("Content-Security-Policy")) {
      reply.add(POLICY);
    }
    if (!headers.containsKey("Cache-Control")) {
      reply.add(headers.containsKey("ETag") ? REVALIDATE : NO_STORE);
    }
    headers.forEach(reply::header);
    exchange.header(HeaderNames.ORIGIN).ifPresent(origin -> cors.write(reply, origin));
    return exchange.closes() ? reply.add(CLOSE) : reply;
  }

  /** An answer may say otherwise; that it varies it can only add to. */
  private void security(HeadBuffer reply, Map<String, String> headers) {
    if (headers.isEmpty() || Collections.disjoint(headers.keySet(), security.keySet())) {
      reply.add(fixed);
      return;
    }
    security.forEach((name, value) -> {
      if (name.equals(VARY) || !headers.containsKey(name)) {
        reply.header(name, value);
      }
    });
  }

  private static void type(HeadBuffer reply, String contentType) {
    if (contentType.equals("application/json")) {
      reply.add(JSON_TYPE);
    } else {
      reply.header("Content-Type", contentType);
    }
  }

  private static HeadBuffer length(HeadBuffer reply, int length) {
    return reply.add(LENGTH).add(Integer.toString(length)).endLine();
  }

  /** What takes long between two pieces is our own time, not the client's. */
  private static void sendPiece(Exchange exchange, HeadBuffer piece) {
    exchange.connection().sending();
    send(exchange, piece);
    exchange.connection().sent();
  }

  private static void send(Exchange exchange, HeadBuffer reply) {
    var data = BufferData.create(reply.bytes(), 0, reply.length());
    try {
      exchange.connection().dataWriter().write(data);
    } catch (SocketWriterException | UncheckedIOException e) {
      throw new ServerConnectionException("the client went away", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
