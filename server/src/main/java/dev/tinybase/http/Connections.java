package dev.tinybase.http;

import io.helidon.common.Builder;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All connections, and the thread that ends those whose clients are too slow: with 408 where a
 * request was on its way, without a word elsewhere.
 */
final class Connections implements ServerConnectionSelector, AutoCloseable {
  /** What a connection does. */
  enum Phase {
    /** Waits for the next request. */
    IDLE,
    /** Receives a request. */
    READING,
    /** Waits for nobody but ourselves. */
    BUSY,
    /** Waits for something to tell in a stream that has no end of its own. */
    LISTENING,
    /** Waits for the client to take the reply. */
    WRITING,
    /** Lets a client that still sends see the reply before the connection ends. */
    LINGERING,
    /** Was too slow, or has to end for another reason. */
    EXPIRED
  }

  private static final long MOST_DISCARDED = 64L << 20;

  private final ServerConnectionSelector protocol;
  private final Router router;
  private final Duration request;
  private final Tuning tuning;
  private final Consumer<ClientConnection> tooSlow;
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private final Thread watch;
  private volatile boolean running = true;

  /**
   * @param request how long a client may take to send a request, to send the next piece of a
   *     stream, or to take a piece of a reply
   * @param tooSlow tells the client so
   */
  Connections(
      ServerConnectionSelector protocol,
      RequestDispatcher dispatcher,
      Duration request,
      Tuning tuning,
      Consumer<ClientConnection> tooSlow) {
    this.protocol = protocol;
    this.router = Router.builder().addRouting(new Ready(dispatcher)).build();
    this.request = request;
    this.tuning = tuning;
    this.tooSlow = tooSlow;
    watch = Thread.ofPlatform().daemon().name("slow-clients").start(this::watch);
  }

  ServerConnectionSelector protocol() {
    return protocol;
  }

  Router router() {
    return router;
  }

  long now() {
    return tuning.nanos().getAsLong();
  }

  void opened(ClientConnection connection) {
    open.add(connection);
  }

  void closed(ClientConnection connection) {
    open.remove(connection);
  }

  /** Ends the connections that wait for a request, and the streams that have no end. */
  void closeIdle() {
    for (var connection : open) {
      if (connection.expire(Phase.IDLE)) {
        connection.closeSocket();
      } else {
        connection.endStream();
      }
    }
  }

  /** Discards what still comes, because closing now would cost the client our last reply. */
  static void discard(DataReader reader) {
    try {
      for (long read = 0; read < MOST_DISCARDED; reader.ensureAvailable()) {
        read += reader.available();
        reader.skip(reader.available());
      }
    } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException _) {
      // the client has closed its side, or the time is over
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return protocol.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return protocol.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return protocol.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext socket) {
    return new ClientConnection(socket, this);
  }

  @Override
  public void close() {
    running = false;
    watch.interrupt();
  }

  private void watch() {
    long pause = Math.clamp(shortest().toMillis() / 10, 10, 500);
    while (running) {
      try {
        Thread.sleep(pause);
        open.forEach(this::check);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private Duration shortest() {
    return Collections.min(List.of(request, tuning.idle(), tuning.linger()));
  }

  private void check(ClientConnection connection) {
    var phase = connection.phase();
    long waited = now() - connection.since();
    if (waited > limit(phase).toNanos() && connection.expire(phase)) {
      if (phase == Phase.READING) {
        Thread.startVirtualThread(() -> tooSlow.accept(connection));
      } else {
        connection.closeSocket();
      }
    }
  }

  private Duration limit(Phase phase) {
    return switch (phase) {
      case IDLE -> tuning.idle();
      case READING, WRITING -> request;
      case LINGERING -> tuning.linger();
      case BUSY, LISTENING, EXPIRED -> Duration.ofDays(10_000);
    };
  }

  /** Helidon wants a builder of its routing; ours is built already. */
  private record Ready(RequestDispatcher dispatcher) implements Builder<Ready, RequestDispatcher> {
    @Override
    public RequestDispatcher build() {
      return dispatcher;
    }
  }
}
