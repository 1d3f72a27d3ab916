package dev.tinybase.http;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Connections.Phase;
import dev.tinybase.json.Json;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.threads.RequestId;
import io.helidon.common.buffers.DataReader;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes each request from its connection, has it answered, sends the answer and counts. It holds
 * what the requests of one server share: bounds, counters, and the ids that name them.
 */
final class RequestDispatcher {
  private static final int MOST_SKIPPED = 64 << 10;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_ID = 64;

  private final HttpHandler handler;
  private final ResponseWriter writer;
  private final LongSupplier nanos;
  private final int mostActive;
  private final int mostStreams;
  private final long mostBody;
  private final @Nullable AccessLog log;
  private final MemoryBudget bodies;
  private final MemoryBudget replies;
  private final @Nullable TrustedProxies proxies;
  private final BasePath basePath;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final LongAdder timedOut = new LongAdder();
  private final Histogram.ByStatus unmatched = new Histogram.ByStatus();

  /** Ids have eight digits for this process and eight that count. */
  private final long process = (long) ThreadLocalRandom.current().nextInt() << 32;

  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean draining;

  RequestDispatcher(
      HttpHandler handler,
      Settings settings,
      ResponseWriter writer,
      Tuning tuning,
      Runnable crowded) {
    this.handler = handler;
    this.writer = writer;
    var server = settings.server();
    nanos = tuning.nanos();
    mostActive = tuning.mostActive();
    basePath = new BasePath(server.basePath());
    mostStreams = server.maxStreams();
    mostBody = Math.max(server.maxImportBytes(), server.maxBodyBytes());
    log = settings.log().access() ? new AccessLog(settings.log().format()) : null;
    bodies = new MemoryBudget(tuning.bodyBytes(), () -> {});
    replies = new MemoryBudget(tuning.replyBytes(), crowded);
    proxies =
        server.trustedProxies().isEmpty() ? null : new TrustedProxies(server.trustedProxies());
  }

  /** Answers the next request of a connection; whether another one may follow. */
  boolean answerNext(ClientConnection connection) {
    RequestHead head;
    try {
      head = RequestHead.read(connection.reader());
    } catch (RequestHead.Malformed e) {
      refuse(connection, e);
      return false;
    }
    long now = nanos.getAsLong();
    connection.begin(now);
    var request = new ReceivedRequest(this, connection, head, now);
    boolean able = active.incrementAndGet() <= mostActive;
    try {
      RequestId.with(request.id()).run(() -> reply(request, answer(request, able)));
    } finally {
      request.end();
    }
    return !request.closes() && !draining;
  }

  /** The answer, whatever happens, unless the client has gone. */
  private Response answer(ReceivedRequest request, boolean able) {
    try {
      if (!able) {
        throw MemoryBudget.overloaded();
      }
      if (request.requestHead().headers().size() > MOST_HEADERS) {
        throw Problem.badRequest(
            "too_many_headers", "The request has more than " + MOST_HEADERS + " headers.");
      }
      request.checkLength(mostBody);
      request.place(basePath.below(request.requestHead().path()));
      return basePath.located(handler.handle(request));
    } catch (ConnectionEnded | DataReader.InsufficientDataAvailableException e) {
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
    } catch (ConnectionEnded e) {
      throw e;
    } catch (RuntimeException e) {
      var instead = isDone(request, response, e) ? response.minimal() : handler.failure(request, e);
      sent(request, instead.status(), writer.write(request, instead));
    }
  }

  /** Whether a change was made, and nothing but the answer that tells of it found no room. */
  private static boolean isDone(ReceivedRequest request, Response response, RuntimeException e) {
    boolean reads = request.method().equals("GET") || request.head();
    return !reads && response.status() / 100 == 2 && MemoryBudget.isOverloaded(e);
  }

  private void sent(ReceivedRequest request, int status, long bytes) {
    long now = nanos.getAsLong();
    request.connection().idle(now);
    request.answered(status, bytes, now - request.started());
  }

  /** Reads the rest of a small body, so that the connection can go on; a large one ends it. */
  private void skipBody(ReceivedRequest request) {
    var body = request.requestBody();
    if (body.ended()) {
      return;
    }
    long length = request.requestHead().length();
    if (length >= 0 && length <= MOST_SKIPPED && !body.unasked() && !body.overran()) {
      request.connection().enter(Phase.READING, nanos.getAsLong());
      body.skipRest();
    } else {
      request.closeAfterwards();
      request.connection().leaveUnread();
    }
  }

  /** Answers what is no request, and ends its connection. */
  private void refuse(ClientConnection connection, RequestHead.Malformed e) {
    var body = refusal(e.status(), e.getMessage());
    var id = record(connection, e.method(), e.target(), e.status());
    connection.leaveUnread();
    writer.refuse(connection, e.status(), Json.bytes(body.put("request_id", id)), id);
  }

  /** A client has closed its side while a thread answers its request. */
  void clientLeft(Thread answering) {
    handler.clientLeft(answering);
  }

  /** Answers 408 to a client whose request does not arrive, and ends its connection. */
  void tooSlow(ClientConnection connection) {
    timedOut.increment();
    var id = record(connection, "-", "-", 408);
    try {
      var body = refusal(408, "").put("request_id", id);
      writer.refuse(connection, 408, Json.bytes(body), id);
    } catch (ConnectionEnded _) {
      // gone already
    } finally {
      connection.closeSocket();
    }
  }

  /** Counts and logs what never became a request; gives the id of it. */
  private String record(ClientConnection connection, String method, String target, int status) {
    var id = nextId();
    unmatched.record(status, 0);
    if (log != null) {
      int query = target.indexOf('?');
      var path = query < 0 ? target : target.substring(0, query);
      log.add(new AccessLog.Line(connection.peer(), method, path, status, 0, 0, id, null));
    }
    return id;
  }

  private static ObjectNode refusal(int status, @Nullable String why) {
    var body = Json.object();
    return switch (status) {
      case 408 ->
          body.put("detail", "The request took too long to arrive.").put("code", "request_timeout");
      case 414 ->
          body.put(
                  "detail",
                  "The URL is longer than %d bytes; a long filter goes as JSON to POST …/records/query."
                      .formatted(RequestHead.MOST_LINE_BYTES))
              .put("code", "url_too_long");
      case 501 ->
          body.put("detail", "This transfer encoding is not known here; use chunked.")
              .put("code", "not_implemented");
      default ->
          body.put("detail", "The request is malformed: " + why + ".").put("code", "bad_request");
    };
  }

  MemoryBudget bodies() {
    return bodies;
  }

  MemoryBudget replies() {
    return replies;
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
