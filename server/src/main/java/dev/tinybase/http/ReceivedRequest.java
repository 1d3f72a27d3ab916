package dev.tinybase.http;

import dev.tinybase.metrics.Histogram;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.RoutingRequest;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that came over a connection, and what becomes known of it on its way. */
final class ReceivedRequest implements HttpRequest {
  private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

  private final RequestDispatcher server;
  private final ClientConnection connection;
  private final RoutingRequest in;
  private final String id;
  private final long started;
  private Histogram.ByStatus durations;
  private @Nullable UUID user;
  private int bodyMemory;
  private boolean stream;
  private boolean close;

  ReceivedRequest(
      RequestDispatcher server, ClientConnection connection, RoutingRequest in, long started) {
    this.server = server;
    this.connection = connection;
    this.in = in;
    this.started = started;
    this.durations = server.unmatched();
    var headers = in.headers();
    this.id = server.id(headers.first(REQUEST_ID));
    // Helidon looks for tokens with streams: most requests have no such header, and skip that
    this.close =
        headers.contains(HeaderNames.CONNECTION)
            && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  ClientConnection connection() {
    return connection;
  }

  RoutingRequest in() {
    return in;
  }

  /** When the request's head was read, in the clock's nanoseconds. */
  long started() {
    return started;
  }

  boolean head() {
    return method().equals("HEAD");
  }

  /** Whether the connection ends with this answer. */
  boolean closes() {
    return close;
  }

  boolean acceptsGzip() {
    var accepted = in.headers().first(HeaderNames.ACCEPT_ENCODING);
    return accepted.isPresent() && Gzip.accepted(accepted.get());
  }

  /** Counts the answer, and writes the line of the access log. */
  void answered(int status, long bytes, long took) {
    durations.record(status, took);
    var log = server.log();
    if (log != null) {
      log.add(new AccessLog.Line(address(), method(), path(), status, took, bytes, id, user));
    }
  }

  void end() {
    if (bodyMemory > 0) {
      server.bodies().release(bodyMemory);
    }
    server.leave(stream);
  }

  @Override
  public String method() {
    return in.prologue().method().text();
  }

  @Override
  public String path() {
    var raw = in.prologue().uriPath().rawPath();
    return raw.startsWith("/") ? raw : withoutAuthority(raw);
  }

  @Override
  public String rawQuery() {
    return in.prologue().hasQuery() ? in.query().rawValue() : "";
  }

  @Override
  public Optional<String> header(String name) {
    return in.headers()
        .first(
            switch (name) {
              case "Authorization" -> HeaderNames.AUTHORIZATION;
              case "If-None-Match" -> HeaderNames.IF_NONE_MATCH;
              case "If-Match" -> HeaderNames.IF_MATCH;
              case "Idempotency-Key" -> IDEMPOTENCY_KEY;
              case "Content-Type" -> HeaderNames.CONTENT_TYPE;
              default -> HeaderNames.create(name);
            });
  }

  @Override
  public Map<String, List<String>> headers() {
    var all = new LinkedHashMap<String, List<String>>();
    in.headers().forEach(header -> all.put(header.headerName().lowerCase(), header.allValues()));
    return all;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String address() {
    var proxies = server.proxies();
    return proxies == null
        ? connection.peer()
        : proxies.client(connection.peer(), header("X-Forwarded-For"));
  }

  @Override
  public boolean hasBody() {
    return in.content().hasEntity();
  }

  @Override
  public void checkLength(long limit) {
    if (in.headers().contentLength().orElse(-1) > limit) {
      throw RequestBodies.tooLarge(limit);
    }
  }

  @Override
  public void withoutBody() {
    connection.busy();
  }

  @Override
  public byte[] body(long limit) {
    bodyMemory = server.bodies().reserve(in, limit);
    var body = RequestBodies.read(in, limit);
    connection.busy();
    return body;
  }

  @Override
  public InputStream stream(long limit) {
    connection.stream();
    return RequestBodies.stream(in, limit);
  }

  @Override
  public void openStream() {
    if (!stream) {
      server.enterStream();
      stream = true;
    }
  }

  @Override
  public void closeAfterwards() {
    close = true;
  }

  @Override
  public void durations(Histogram.ByStatus ofRoute) {
    durations = ofRoute;
  }

  @Override
  public void user(UUID caller) {
    user = caller;
  }

  @Override
  public ServerStatus server() {
    return server.status();
  }

  /** A proxy's form of request (RFC 9112, 3.2.2). */
  private static String withoutAuthority(String raw) {
    int authority = raw.indexOf("://");
    if (authority < 0) {
      return raw;
    }
    int slash = raw.indexOf('/', authority + 3);
    return slash < 0 ? "/" : raw.substring(slash);
  }
}
