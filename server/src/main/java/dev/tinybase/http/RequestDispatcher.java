package dev.tinybase.http;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Connections.Phase;
import dev.tinybase.metrics.Histogram;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes each request from Helidon, has it answered, sends the answer and counts. It holds what the
 * requests of one server share: bounds, counters, and the ids that name them.
 */
final class RequestDispatcher implements HttpRouting {
  private static final int MOST_SKIPPED = 64 << 10;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_ID = 64;

  private final HttpHandler handler;
  private final ResponseWriter writer;
  private final LongSupplier nanos;
  private final HttpSecurity security = HttpSecurity.create();
  private final int mostActive;
  private final int mostStreams;
  private final @Nullable AccessLog log;
  private final RequestBodies bodies;
  private final @Nullable TrustedProxies proxies;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final LongAdder timedOut = new LongAdder();
  private final Histogram.ByStatus unmatched = new Histogram.ByStatus();

  /** Ids have eight digits for this process and eight that count. */
  private final long process = (long) ThreadLocalRandom.current().nextInt() << 32;

  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean draining;

  RequestDispatcher(HttpHandler handler, Settings settings, ResponseWriter writer, Tuning tuning) {
    this.handler = handler;
    this.writer = writer;
    nanos = tuning.nanos();
    mostActive = tuning.mostActive();
    mostStreams = settings.server().maxStreams();
    log = settings.log().access() ? new AccessLog() : null;
    bodies = new RequestBodies(tuning.bodyBytes());
    var trusted = settings.server().trustedProxies();
    proxies = trusted.isEmpty() ? null : new TrustedProxies(trusted);
  }

  @Override
  public HttpSecurity security() {
    return security;
  }

  @Override
  public void route(ConnectionContext context, RoutingRequest in, RoutingResponse unused) {
    var connection = (ClientConnection) context;
    long now = nanos.getAsLong();
    connection.begin(now);
    var request = new ReceivedRequest(this, connection, in, now);
    boolean able = active.incrementAndGet() <= mostActive;
    try {
      reply(request, answer(request, able));
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client went away", e);
    } finally {
      request.end();
    }
    if (request.closes() || draining) {
      throw new CloseConnectionException("the reply was the last one");
    }
  }

  /** The answer, whatever happens, unless the client has gone. */
  private Response answer(ReceivedRequest request, boolean able) {
    try {
      if (!able) {
        throw RequestBodies.overloaded();
      }
      if (request.in().headers().size() > MOST_HEADERS) {
        throw Problem.badRequest(
            "too_many_headers", "The request has more than " + MOST_HEADERS + " headers.");
      }
      return handler.handle(request);
    } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return handler.failure(request, e);
    }
  }

  private void reply(ReceivedRequest request, Response response) {
    if (draining) {
      request.closeAfterwards();
    }
    skipBody(request);
    request.connection().enter(Phase.WRITING, nanos.getAsLong());
    try {
      sent(request, response.status(), writer.write(request, response));
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      var failure = handler.failure(request, e);
      sent(request, failure.status(), writer.write(request, failure));
    }
  }

  private void sent(ReceivedRequest request, int status, long bytes) {
    long now = nanos.getAsLong();
    request.connection().idle(now);
    request.answered(status, bytes, now - request.started());
  }

  /** Reads the rest of a small body, so that the connection can go on; a large one ends it. */
  private void skipBody(ReceivedRequest request) {
    var content = request.in().content();
    if (content.consumed()) {
      return;
    }
    var headers = request.in().headers();
    long length = headers.contentLength().orElse(Long.MAX_VALUE);
    if (length <= MOST_SKIPPED && !headers.containsToken(HeaderValues.EXPECT_100)) {
      request.connection().enter(Phase.READING, nanos.getAsLong());
      content.consume();
    } else {
      request.closeAfterwards();
      request.connection().leaveUnread();
    }
  }

  RequestBodies bodies() {
    return bodies;
  }

  @Nullable TrustedProxies proxies() {
    return proxies;
  }

  @Nullable AccessLog log() {
    return log;
  }

  Histogram.ByStatus unmatched() {
    return unmatched;
  }

  HttpRequest.ServerStatus status() {
    return new HttpRequest.ServerStatus(
        active.get(),
        streams.get(),
        timedOut.sum(),
        log == null ? 0 : log.droppedCount(),
        draining,
        unmatched);
  }

  /** A request in flight becomes a stream; a 503 problem where there are too many of these. */
  void enterStream() {
    if (streams.incrementAndGet() > mostStreams) {
      streams.decrementAndGet();
      throw Problem.unavailable(
          "too_many_streams", "The server has too many open streams. Try again in a while.", 5);
    }
    active.decrementAndGet();
  }

  /** Counts a request or a stream out. */
  void leave(boolean stream) {
    (stream ? streams : active).decrementAndGet();
  }

  void timedOut() {
    timedOut.increment();
  }

  boolean draining() {
    return draining;
  }

  void drain() {
    draining = true;
  }

  /** The client's own id of a request where it is harmless, else a new one. */
  String id(Optional<String> sent) {
    return sent.isPresent() && isHarmless(sent.get()) ? sent.get() : nextId();
  }

  String nextId() {
    long value = process | Integer.toUnsignedLong(count.incrementAndGet());
    return HexFormat.of().toHexDigits(value);
  }

  private static boolean isHarmless(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
