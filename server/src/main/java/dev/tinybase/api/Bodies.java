package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads bodies, unzipped and never beyond a limit.
 *
 * @param maxJson the largest JSON body in bytes, before and after unzipping
 * @param maxStream the same for routes that take a stream
 */
record Bodies(long maxJson, long maxStream) {
  private static final int AT_ONCE = 64 << 10;
  private static final byte[] NOTHING = {};

  /** Refuses a body whose declared length is beyond the route's limit. */
  void checkLength(RoutingRequest in, boolean stream) {
    if (length(in) > limit(stream)) {
      throw Problems.tooLarge(limit(stream));
    }
  }

  /** How much memory a JSON body may take: its length where it is known, else the limit. */
  long expected(RoutingRequest in) {
    if (!in.content().hasEntity()) {
      return 0;
    }
    long length = length(in);
    return length < 0 || zipped(in) ? maxJson : length;
  }

  /** The JSON body; null without one. */
  JsonNode json(RoutingRequest in) {
    if (!in.content().hasEntity()) {
      return NullNode.getInstance();
    }
    checkType(in);
    return parse(read(in));
  }

  /** The body as it is. */
  byte[] bytes(RoutingRequest in) {
    return in.content().hasEntity() ? read(in) : NOTHING;
  }

  /** A body that has been read, as JSON; null where it is empty. */
  static JsonNode json(RoutingRequest in, byte[] body) {
    if (body.length > 0) {
      checkType(in);
    }
    return parse(body);
  }

  /** The body as it arrives; it throws the 413 problem beyond the limit. */
  InputStream stream(RoutingRequest in) {
    return in.content().hasEntity() ? open(in, maxStream) : InputStream.nullInputStream();
  }

  private static JsonNode parse(byte[] body) {
    return body.length == 0 ? NullNode.getInstance() : Json.parse(body);
  }

  private byte[] read(RoutingRequest in) {
    try (var body = open(in, maxJson)) {
      long length = length(in);
      boolean exact = length >= 0 && length <= AT_ONCE && !zipped(in);
      return exact ? body.readNBytes((int) length) : body.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw Problem.badRequest("malformed_gzip", "The body is not valid gzip: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(RoutingRequest in, long limit) {
    var raw = new LimitedInputStream(in.content().inputStream(), limit);
    if (!zipped(in)) {
      return raw;
    }
    try {
      return new LimitedInputStream(new GZIPInputStream(raw), limit);
    } catch (IOException e) {
      throw Problem.badRequest("malformed_gzip", "The body is not valid gzip: " + e.getMessage());
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
    throw Problems.unsupportedEncoding();
  }

  private static void checkType(RoutingRequest in) {
    var type = in.headers().first(HeaderNames.CONTENT_TYPE).orElse("application/json");
    if (!type.equals("application/json") && !isJson(type.toLowerCase(Locale.ROOT))) {
      throw Problems.unsupportedType(type.length() > 100 ? "that" : type);
    }
  }

  private static boolean isJson(String type) {
    int semicolon = type.indexOf(';');
    var essence = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    boolean utf8 = semicolon < 0 || !type.contains("charset") || type.contains("utf-8");
    return utf8 && (essence.equals("application/json") || essence.endsWith("+json"));
  }

  private static long length(RoutingRequest in) {
    return in.headers().contentLength().orElse(-1);
  }

  private long limit(boolean stream) {
    return stream ? maxStream : maxJson;
  }
}
