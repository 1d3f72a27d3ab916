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
 * JSON or nothing.
 *
 * @param path the path, percent-encoded
 * @param rawQuery the query, percent-encoded; empty without one
 * @param body the JSON; empty without one
 */
public record InProcessRequest(String method, String path, String rawQuery, byte[] body)
    implements HttpRequest {
  /** A request for a path with or without a query. */
  public static InProcessRequest of(String method, String target, byte[] body) {
    int mark = target.indexOf('?');
    return mark < 0
        ? new InProcessRequest(method, target, "", body)
        : new InProcessRequest(method, target.substring(0, mark), target.substring(mark + 1), body);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
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
    return new ByteArrayInputStream(body);
  }

  @Override
  public ServerStatus server() {
    return new ServerStatus(0, 0, 0, 0, false, new Histogram.ByStatus());
  }
}
