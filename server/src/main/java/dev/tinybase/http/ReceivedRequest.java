package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import dev.tinybase.metrics.Histogram;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A request that came over a connection, and what becomes known of it on its way. */
final class ReceivedRequest implements HttpRequest {
  private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final byte[] NOTHING = {};

  /** So many bytes of a body are free, because the number of requests is bounded too. */
  private static final int FREE = 4 << 10;

  /** So many bytes of a reply are free, for the same reason. */
  private static final int FREE_REPLY = 64 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What is in memory already must not wait there; who was cut off needs a moment to go. */
  private static final Duration NO_PATIENCE = Duration.ofMillis(50);

  private static final int STEP = 64 << 10;

  private final RequestDispatcher server;
  private final ClientConnection connection;
  private final RequestHead head;
  private final RequestBody body;
  private final String id;
  private final long started;
  private String path;
  private Histogram.ByStatus durations;
  private @Nullable Object caller;
  private long reserved;
  private long replying;
  private boolean stream;
  private boolean close;

  ReceivedRequest(
      RequestDispatcher server, ClientConnection connection, RequestHead head, long started) {
    this.server = server;
    this.connection = connection;
    this.head = head;
    this.path = head.path();
    this.started = started;
    this.durations = server.unmatched();
    this.id = server.id(head.headers().first(REQUEST_ID));
    this.close = head.close();
    boolean expected =
        head.length() != 0
            && head.chunks()
            && head.headers().contains(HeaderNames.EXPECT)
            && head.headers().containsToken(HeaderValues.EXPECT_100);
    this.body = new RequestBody(connection, head.length(), expected);
  }

  ClientConnection connection() {
    return connection;
  }

  RequestHead requestHead() {
    return head;
  }

  RequestBody requestBody() {
    return body;
  }

  /** When the request's head was read, in the clock's nanoseconds. */
  long started() {
    return started;
  }

  /** From here on this is its path, below that of the server. */
  void place(String below) {
    path = below;
  }

  boolean head() {
    return method().equals("HEAD");
  }

  /** Whether the connection ends with this answer. */
  boolean closes() {
    return close;
  }

  boolean acceptsGzip() {
    var accepted = head.headers().first(HeaderNames.ACCEPT_ENCODING);
    return accepted.isPresent() && Gzip.accepted(accepted.get());
  }

  /** Counts the answer, and writes the line of the access log. */
  void answered(int status, long bytes, long took) {
    durations.record(status, took);
    var log = server.log();
    if (log != null) {
      log.add(
          new AccessLog.Line(address(), method(), head.path(), status, took, bytes, id, caller));
    }
  }

  void end() {
    if (reserved > 0) {
      server.bodies().release(address(), reserved);
    }
    if (replying > 0) {
      server.replies().release(address(), replying);
    }
    server.leave(stream);
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rawQuery() {
    return head.query();
  }

  @Override
  public Optional<String> header(String name) {
    return head.headers()
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
    head.headers().forEach(each -> all.put(each.headerName().lowerCase(), each.allValues()));
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
    return head.length() != 0;
  }

  @Override
  public void checkLength(long limit) {
    if (head.length() > limit) {
      throw RequestBody.tooLarge(limit);
    }
  }

  @Override
  public void withoutBody() {
    connection.busy();
  }

  @Override
  public byte[] body(long limit, ToLongFunction<byte[]> becomes) {
    checkLength(limit);
    var bytes = NOTHING;
    if (hasBody()) {
      try (var in = decoded(limit)) {
        bytes = read(in, becomes);
      } catch (ZipException | EOFException e) {
        throw RequestBody.malformedGzip(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    connection.busy();
    return bytes;
  }

  /** Reads all of it; the memory is reserved as the bytes arrive, not as they are announced. */
  private byte[] read(InputStream in, ToLongFunction<byte[]> becomes) throws IOException {
    int exact = in == body ? (int) Math.min(head.length(), FREE) : -1; // below zero for chunks
    int wanted = exact < 0 ? FREE : exact;
    var first = in.readNBytes(wanted);
    if (first.length < FREE) {
      return first;
    }
    var pieces = new ArrayList<byte[]>();
    int length = 0;
    for (var piece = first; piece.length > 0; piece = in.readNBytes(STEP)) {
      reserve(piece.length + becomes.applyAsLong(piece));
      pieces.add(piece);
      length += piece.length;
    }
    var all = ByteBuffer.allocate(length);
    pieces.forEach(all::put);
    return all.array();
  }

  @Override
  public void reserve(long bytes) {
    var bodies = server.bodies();
    if (reserved + bytes > bodies.most()) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "body_too_large",
          "The body would take %d MB of memory, and one client may have %d MB. Send it in parts."
              .formatted((reserved + bytes) >> 20, bodies.most() >> 20));
    }
    bodies.take(address(), bytes, PATIENCE);
    reserved += bytes;
  }

  @Override
  public void expectReply(long bytes) {
    reply(bytes, PATIENCE);
  }

  @Override
  public void replying(long bytes) {
    reply(bytes, NO_PATIENCE);
  }

  private void reply(long bytes, Duration patience) {
    if (bytes <= FREE_REPLY) {
      return;
    }
    var replies = server.replies();
    long share = Math.min(bytes, replies.most());
    if (share > replying) {
      boolean waited = replies.take(address(), share - replying, patience);
      replying = share;
      if (waited && connection.hasClientLeft()) {
        throw new ConnectionEnded("the client has left", null);
      }
    }
  }

  @Override
  public InputStream stream(long limit) {
    connection.stream();
    return decoded(limit);
  }

  private InputStream decoded(long limit) {
    var raw = body.limit(limit);
    return zipped() ? RequestBody.unzip(raw, limit) : raw;
  }

  private boolean zipped() {
    var encoding = head.headers().first(HeaderNames.CONTENT_ENCODING);
    if (!hasBody() || encoding.isEmpty() || encoding.get().equalsIgnoreCase("identity")) {
      return false;
    }
    if (encoding.get().equalsIgnoreCase("gzip")) {
      return true;
    }
    throw Problem.of(
            Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_content_encoding",
            "The body may be sent as it is or with Content-Encoding: gzip.")
        .header("Accept-Encoding", "gzip");
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
  public void caller(Object who) {
    caller = who;
  }

  @Override
  public ServerStatus server() {
    return server.status();
  }
}
