package dev.tinybase.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.RoutingRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request and what becomes known of it on its way to the reply. */
final class Exchange {
  private final ClientConnection connection;
  private final RoutingRequest in;
  private final String id;
  private final long started;
  private @Nullable HttpRequest request;
  private Runnable release = () -> {};
  private boolean close;

  Exchange(ClientConnection connection, RoutingRequest in, String id, long started) {
    this.connection = connection;
    this.in = in;
    this.id = id;
    this.started = started;
    // Helidon looks for tokens with streams: most requests have no such header, and skip that
    var headers = in.headers();
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

  String id() {
    return id;
  }

  /** When the request's head was read, in the clock's nanoseconds. */
  long started() {
    return started;
  }

  String method() {
    return in.prologue().method().text();
  }

  /** The path as sent, without the authority of an absolute URL. */
  String path() {
    var raw = in.prologue().uriPath().rawPath();
    return raw.startsWith("/") ? raw : withoutAuthority(raw);
  }

  boolean head() {
    return method().equals("HEAD");
  }

  Optional<String> header(HeaderName name) {
    return in.headers().first(name);
  }

  void found(HttpRequest routed) {
    request = routed;
  }

  /** The request, once its route is known. */
  @Nullable HttpRequest request() {
    return request;
  }

  /** The caller's id, once it is known. */
  @Nullable UUID user() {
    return request == null ? null : request.knownUser();
  }

  /** What to give back at the end, whatever comes. */
  void holds(Runnable giveBack) {
    release = giveBack;
  }

  void end() {
    release.run();
  }

  /** Whether the connection ends with this reply. */
  boolean closes() {
    return close;
  }

  void closeAfterwards() {
    close = true;
  }

  boolean acceptsGzip() {
    var accepted = in.headers().first(HeaderNames.ACCEPT_ENCODING);
    return accepted.isPresent() && AcceptEncoding.gzip(accepted.get());
  }

  boolean wantsProblemDetails() {
    var accepted = in.headers().first(HeaderNames.ACCEPT);
    return accepted.isPresent()
        && accepted.get().toLowerCase(Locale.ROOT).contains(ErrorBody.PROBLEM_JSON);
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
