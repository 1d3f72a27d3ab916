package dev.tinybase.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request as it came, for functions and routes that take one: webhooks that sign the very
 * bytes, forms, uploads.
 *
 * {@snippet :
 * @Register(name = "paid", auth = Auth.PUBLIC)
 * Response paid(Context ctx, Request request) {
 *   var signature = request.header("X-Signature").orElse("");
 *   boolean genuine = signature.equals(ctx.secret("HOOK_KEY"));
 *   return Response.status(genuine ? 204 : 401);
 * }
 * }
 */
public final class Request {
  private final String method;
  private final Map<String, List<String>> headers;
  private final Map<String, List<String>> query;
  private final byte[] body;
  private final BodyReader reader;
  private final Map<String, String> path;

  /** Reads JSON as a type of the function's own. */
  public interface BodyReader {
    /** The value; what does not fit ends the call as bad input does. */
    <T> T read(byte[] json, Class<T> type);
  }

  /** A request for tests, whose body can not be read as a type. */
  public Request(
      String method,
      Map<String, List<String>> headers,
      Map<String, List<String>> query,
      byte[] body) {
    this(method, headers, query, body, new NoReader());
  }

  /** A request whose body is read by the reader. */
  public Request(
      String method,
      Map<String, List<String>> headers,
      Map<String, List<String>> query,
      byte[] body,
      BodyReader reader) {
    this(method, headers, query, body, reader, Map.of());
  }

  private Request(
      String method,
      Map<String, List<String>> headers,
      Map<String, List<String>> query,
      byte[] body,
      BodyReader reader,
      Map<String, String> path) {
    this.method = method;
    this.headers = headers;
    this.query = query;
    this.body = body;
    this.reader = reader;
    this.path = path;
  }

  /** This request with other variables of its path. */
  public Request withPath(Map<String, String> variables) {
    return new Request(method, headers, query, body, reader, Map.copyOf(variables));
  }

  /** Such as {@code POST}. */
  public String method() {
    return method;
  }

  /** By name in lower case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The parameters of the URL, decoded. */
  public Map<String, List<String>> query() {
    return query;
  }

  /** The bytes as they were sent, within the size limit. */
  public byte[] body() {
    return body;
  }

  /** A header's first value; upper or lower case is the same. */
  public Optional<String> header(String name) {
    return first(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A query parameter's first value. */
  public Optional<String> parameter(String name) {
    return first(query.get(name));
  }

  /**
   * A variable of a {@link Route}'s path, decoded.
   *
   * @throws IllegalArgumentException when the path has no variable of this name
   */
  public String path(String name) {
    @Nullable String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The path has no variable '" + name + "'; it has " + path.keySet() + ".");
    }
    return value;
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, UTF_8);
  }

  /**
   * The body, which is JSON, as a type of yours, without keys that the type does not have. A body
   * that does not fit ends the call as bad input does: 422 with each field that is wrong.
   *
   * {@snippet :
   * record Paid(String id, long amount) {}
   *
   * @Register(name = "paid", auth = Auth.PUBLIC)
   * long paid(Request request) {
   *   return request.as(Paid.class).amount();
   * }
   * }
   */
  public <T> T as(Class<T> type) {
    return reader.read(body, type);
  }

  private static Optional<String> first(@Nullable List<String> values) {
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  private static final class NoReader implements BodyReader {
    @Override
    public <T> T read(byte[] json, Class<T> type) {
      throw new IllegalStateException(
          "Only a request that the server gives to a function can be read as a type.");
    }
  }
}
