package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.json.JsonBytes;
import io.helidon.http.DateTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes answers in HTTP/1.1 (RFC 9112) straight onto the connection. An answer that is complete
 * leaves in one piece.
 */
final class ResponseWriter {
  private static final int WORTH_ZIPPING = 1024;
  private static final int ROOM = 640;

  /** A body up to this leaves in one piece with its head; a longer one is not copied. */
  private static final int LARGE = 64 << 10;

  private static final String VARY = "Vary";
  private static final String JSON = "application/json";
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
  private final StreamWriter streams;

  ResponseWriter(Cors cors, Duration heartbeat) {
    this.cors = cors;
    this.streams = new StreamWriter(heartbeat);
    for (int code = 100; code < statusLines.length; code++) {
      statusLines[code] = ascii("HTTP/1.1 " + code + " " + Response.phrase(code) + "\r\nDate: ");
    }
    security.put("X-Content-Type-Options", "nosniff");
    security.put("X-Frame-Options", "DENY");
    security.put("Referrer-Policy", "no-referrer");
    security.put(VARY, cors.varies() ? "Accept-Encoding, Origin" : "Accept-Encoding");
    var block = new Buffer(200);
    security.forEach(block::header);
    fixed = Arrays.copyOf(block.bytes, block.length);
  }

  /** The headers of an answer to what is no request. */
  private Map<String, String> fixedHeaders(String requestId) {
    var headers = new LinkedHashMap<>(security);
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Type", "application/json");
    headers.put("X-Request-Id", requestId);
    return headers;
  }

  /** Writes a refusal to a connection that ends with it, whatever was to come. */
  void refuse(ClientConnection connection, int status, byte[] json, String requestId) {
    var reply = new Buffer(ROOM + json.length);
    reply.add(statusLines[status]).add(DateTime.http1Bytes());
    fixedHeaders(requestId).forEach(reply::header);
    length(reply.add(CLOSE), json.length).endLine().add(json);
    send(connection, reply);
  }

  /**
   * Writes the answer; the number of bytes of its body.
   *
   * @throws ConnectionEnded when the connection is of no more use; after any other exception
   *     nothing has been written
   */
  long write(ReceivedRequest request, Response response) {
    return switch (response.body()) {
      case Response.Body.None _ -> writeEmpty(request, response);
      case Response.Body.Bytes body -> writeBytes(request, response, body);
      case Response.Body.LargeJson(JsonBytes json) -> writeLarge(request, response, json);
      case Response.Body.Stream(Response.Writer writer, String type) -> {
        boolean zip = compresses(request, response, type);
        yield streams.write(request, chunked(request, response, type, zip), zip, writer);
      }
      case Response.Body.Push(PushSource source, String type) -> {
        boolean zip = compresses(request, response, type);
        yield streams.push(request, chunked(request, response, type, zip), zip, source);
      }
    };
  }

  private long writeEmpty(ReceivedRequest request, Response response) {
    var reply = head(request, response);
    if (response.status() != 204 && response.status() != 304) {
      length(reply, 0);
    }
    send(request.connection(), reply.endLine());
    return 0;
  }

  private long writeBytes(ReceivedRequest request, Response response, Response.Body.Bytes body) {
    var bytes = body.bytes();
    request.replying(bytes.length);
    var reply = type(head(request, response), body.contentType());
    if (bytes.length >= WORTH_ZIPPING && compresses(request, response, body.contentType())) {
      bytes = Gzip.bytes(bytes);
      reply.add(ZIPPED);
    }
    length(reply, bytes.length).endLine();
    if (request.head()) {
      send(request.connection(), reply);
    } else if (bytes.length <= LARGE) {
      send(request.connection(), reply.add(bytes));
    } else {
      send(request.connection(), reply);
      request.connection().send(bytes, 0, bytes.length);
    }
    return bytes.length;
  }

  private long writeLarge(ReceivedRequest request, Response response, JsonBytes json) {
    int length = json.size();
    request.replying(length);
    try (var body = OffHeapBytes.of(json)) {
      if (compresses(request, response, JSON)) {
        return streams.write(request, chunked(request, response, JSON, true), true, body::writeTo);
      }
      send(request.connection(), length(type(head(request, response), JSON), length).endLine());
      if (!request.head()) {
        body.sendTo(request.connection());
      }
      return length;
    }
  }

  private Buffer chunked(ReceivedRequest request, Response response, String type, boolean zip) {
    var reply = type(head(request, response), type);
    if (zip) {
      reply.add(ZIPPED);
    }
    return (request.requestHead().chunks() ? reply.add(CHUNKED) : reply).endLine();
  }

  /** Whether a body of this type shrinks, is not encoded yet, and the client takes it. */
  private static boolean compresses(
      ReceivedRequest request, Response response, String contentType) {
    boolean text =
        contentType.contains("json")
            || contentType.startsWith("text/")
            || contentType.contains("javascript")
            || contentType.contains("xml");
    return text && !response.headers().containsKey("Content-Encoding") && request.acceptsGzip();
  }

  private Buffer head(ReceivedRequest request, Response response) {
    int body = response.body() instanceof Response.Body.Bytes(byte[] bytes, _) ? bytes.length : 0;
    var reply = new Buffer(body > LARGE ? ROOM : ROOM + body);
    reply.add(statusLines[response.status()]).add(DateTime.http1Bytes());
    var headers = response.headers();
    security(reply, headers);
    reply.add(REQUEST_ID).add(request.id()).endLine();
    if (!headers.containsKey("Content-Security-Policy")) {
      reply.add(POLICY);
    }
    if (!headers.containsKey("Cache-Control")) {
      reply.add(headers.containsKey("ETag") ? REVALIDATE : NO_STORE);
    }
    headers.forEach((name, value) -> {
      if (name.equals(Response.SET_COOKIE)) {
        value.lines().forEach(cookie -> reply.header(name, cookie));
      } else {
        reply.header(name, value);
      }
    });
    var origin = request.header("Origin");
    if (origin.isPresent()) {
      boolean preflight =
          request.method().equals("OPTIONS")
              && request.header("Access-Control-Request-Method").isPresent();
      cors.write(reply, request, origin.get(), headers, preflight);
    }
    return request.closes() ? reply.add(CLOSE) : reply;
  }

  /** An answer may say otherwise; that it varies it can only add to. */
  private void security(Buffer reply, Map<String, String> headers) {
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

  private static Buffer type(Buffer reply, String contentType) {
    return contentType.equals(JSON)
        ? reply.add(JSON_TYPE)
        : reply.header("Content-Type", contentType);
  }

  private static Buffer length(Buffer reply, int length) {
    return reply.add(LENGTH).add(Integer.toString(length)).endLine();
  }

  static void send(ClientConnection connection, Buffer reply) {
    connection.send(reply.bytes, 0, reply.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Collects the bytes of an answer: the head, then a body where there is one. */
  static final class Buffer {
    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] bytes;
    private int length;

    Buffer(int expected) {
      bytes = new byte[expected];
    }

    Buffer add(byte[] more) {
      return add(more, 0, more.length);
    }

    Buffer add(byte[] more, int from, int count) {
      if (length + count > bytes.length) {
        reserve(Math.max(bytes.length, count));
      }
      System.arraycopy(more, from, bytes, length, count);
      length += count;
      return this;
    }

    Buffer add(String text) {
      return add(text.getBytes(ISO_8859_1));
    }

    /** One header line; a value that would break out of its line is our own defect. */
    Buffer header(String name, String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
          throw new IllegalArgumentException("the value of " + name + " is no header value");
        }
      }
      return add(name).add(COLON).add(value).add(LINE_END);
    }

    Buffer endLine() {
      return add(LINE_END);
    }

    /** Makes room for so many bytes more. */
    void reserve(int more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, length + more));
    }
  }
}
