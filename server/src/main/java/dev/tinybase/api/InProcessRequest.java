package dev.tinybase.api;

import dev.tinybase.http.HttpRequest;
import dev.tinybase.metrics.Histogram;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A request that comes from this process, without a socket; see {@link Api#handleAs}. It brings
 * JSON, a file or nothing.
 *
 * @param path the path, percent-encoded
 * @param rawQuery the query, percent-encoded; empty without one
 * @param body the JSON; empty without one
 * @param file for routes that read streams
 * @param contentType that of the file
 */
public record InProcessRequest(
    String method,
    String path,
    String rawQuery,
    byte[] body,
    InputStream file,
    Optional<String> contentType)
    implements HttpRequest {
  /** A request for a path with or without a query. */
  public static InProcessRequest of(String method, String target, byte[] body) {
    return of(method, target, body, new ByteArrayInputStream(body), Optional.empty());
  }

  /** A request that posts a file, which the route reads as a stream. */
  public static InProcessRequest ofFile(String target, String contentType, InputStream file) {
    return of("POST", target, new byte[0], file, Optional.of(contentType));
  }

  private static InProcessRequest of(
      String method, String target, byte[] body, InputStream file, Optional<String> contentType) {
    int mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    var query = mark < 0 ? "" : target.substring(mark + 1);
    return new InProcessRequest(method, path, query, body, file, contentType);
  }

  @Override
  public Optional<String> header(String name) {
    return name.equalsIgnoreCase("Content-Type") ? contentType : Optional.empty();
  }

  @Override
  public Map<String, List<String>> headers() {
    return Map.of();
  }

  @Override
  public String id() {
    return "in-process";
  }

  @Override
  public String address() {
    return "";
  }

  @Override
  public boolean hasBody() {
    return body.length > 0;
  }

  @Override
  public byte[] body(long limit, ToLongFunction<byte[]> becomes) {
    return body;
  }

  @Override
  public InputStream stream(long limit) {
    return file;
  }

  @Override
  public ServerStatus server() {
    return new ServerStatus(0, 0, 0, 0, false, new Histogram.ByStatus());
  }
}
