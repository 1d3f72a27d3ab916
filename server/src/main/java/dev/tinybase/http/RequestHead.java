package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.uri.UriValidator;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Http1HeadersParser;

/**
 * What a request begins with (RFC 9112, 3 to 6).
 *
 * @param path the path without query, as sent
 * @param query the query as sent, without its question mark; empty without one
 * @param length of the body in bytes; below zero where it comes in chunks
 * @param close whether the connection ends with the answer
 * @param chunks whether the client understands chunks, which one that speaks HTTP/1.0 does not
 */
record RequestHead(
    String method,
    String path,
    String query,
    Headers headers,
    long length,
    boolean close,
    boolean chunks) {
  static final int MOST_LINE_BYTES = 16 << 10;
  private static final int MOST_HEADER_BYTES = 32 << 10;
  private static final int MOST_DIGITS = 18;

  /** Bytes that are no request: what came of it, and why it is refused. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String method;
    private final String target;

    Malformed(int status, String method, String target, String why) {
      super(why);
      this.status = status;
      this.method = method;
      this.target = target;
    }

    int status() {
      return status;
    }

    String method() {
      return method;
    }

    String target() {
      return target;
    }
  }

  /** Reads the next one; throws {@link Malformed} where it is none. */
  static RequestHead read(DataReader reader) {
    var line = line(reader);
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    if (first < 1 || second < first + 2) {
      throw new Malformed(400, "-", "-", "the request line is not METHOD /path HTTP/1.1");
    }
    var method = line.substring(0, first);
    var target = line.substring(first + 1, second);
    boolean chunks = isNew(line.substring(second + 1), method, target);
    try {
      var headers = Http1HeadersParser.readHeaders(reader, MOST_HEADER_BYTES, true);
      checkHost(headers, chunks);
      if (!chunks && headers.contains(HeaderNames.TRANSFER_ENCODING)) {
        throw new IllegalArgumentException("HTTP/1.0 knows no Transfer-Encoding");
      }
      int mark = target.indexOf('?');
      var path = withoutAuthority(mark < 0 ? target : target.substring(0, mark));
      var query = mark < 0 ? "" : target.substring(mark + 1);
      return new RequestHead(
          method, path, query, headers, length(headers), !chunks || closes(headers), chunks);
    } catch (IllegalStateException
        | IllegalArgumentException
        | DataReader.IncorrectNewLineException e) {
      throw new Malformed(400, method, target, String.valueOf(e.getMessage()));
    }
  }

  private static String line(DataReader reader) {
    int end;
    try {
      end = reader.findNewLine(MOST_LINE_BYTES);
    } catch (DataReader.IncorrectNewLineException e) {
      throw new Malformed(400, "-", "-", "the request line does not end in CR LF");
    }
    if (end == MOST_LINE_BYTES) {
      throw new Malformed(414, "-", "-", "");
    }
    var line = new String(reader.readBytes(end), ISO_8859_1);
    reader.skip(2);
    return line;
  }

  /** Whether the client speaks HTTP/1.1; proxies often speak HTTP/1.0. */
  private static boolean isNew(String version, String method, String target) {
    return switch (version) {
      case "HTTP/1.1" -> true;
      case "HTTP/1.0" -> false;
      default ->
          throw new Malformed(400, method, target, "the protocol is neither HTTP 1.1 nor 1.0");
    };
  }

  private static boolean closes(Headers headers) {
    // Helidon looks for tokens with streams: most requests have no such header, and skip that
    return headers.contains(HeaderNames.CONNECTION)
        && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private static void checkHost(Headers headers, boolean needed) {
    if (!needed && !headers.contains(HeaderNames.HOST)) {
      return;
    }
    if (!headers.contains(HeaderNames.HOST) || headers.get(HeaderNames.HOST).valueCount() != 1) {
      throw new IllegalArgumentException("there must be one Host header");
    }
    var host = headers.get(HeaderNames.HOST).get();
    int colon = host.lastIndexOf(':');
    boolean literal = host.startsWith("[");
    int end = literal ? host.indexOf(']') + 1 : colon < 0 ? host.length() : colon;
    if (literal) {
      UriValidator.validateIpLiteral(host.substring(0, end));
    } else {
      UriValidator.validateNonIpLiteral(host.substring(0, end));
    }
    if (end < host.length() && !(host.charAt(end) == ':' && isNumber(host.substring(end + 1), 5))) {
      throw new IllegalArgumentException("the port of the Host header is no number");
    }
  }

  /** How long the body is; two ways to say it would be read in two ways. */
  private static long length(Headers headers) {
    boolean length = headers.contains(HeaderNames.CONTENT_LENGTH);
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      var encoding = headers.get(HeaderNames.TRANSFER_ENCODING);
      if (length || encoding.valueCount() != 1 || !encoding.get().equalsIgnoreCase("chunked")) {
        throw new IllegalArgumentException(
            "the body must come with a Content-Length or with Transfer-Encoding: chunked");
      }
      return -1;
    }
    if (!length) {
      return 0;
    }
    var header = headers.get(HeaderNames.CONTENT_LENGTH);
    if (header.valueCount() != 1 || !isNumber(header.get(), MOST_DIGITS)) {
      throw new IllegalArgumentException("Content-Length must be one whole number");
    }
    return Long.parseLong(header.get());
  }

  private static boolean isNumber(String text, int digits) {
    return !text.isEmpty()
        && text.length() <= digits
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A proxy's form of request (RFC 9112, 3.2.2). */
  private static String withoutAuthority(String path) {
    int authority = path.startsWith("/") ? -1 : path.indexOf("://");
    if (authority < 0) {
      return path;
    }
    int slash = path.indexOf('/', authority + 3);
    return slash < 0 ? "/" : path.substring(slash);
  }
}
