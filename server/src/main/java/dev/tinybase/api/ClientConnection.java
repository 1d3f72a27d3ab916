package dev.tinybase.api;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One client's connection. It knows at any moment what it waits for and since when, so that {@link
 * Connections} can end what takes too long; Helidon itself waits for ever.
 */
final class ClientConnection extends ForwardingContext
    implements ServerConnection, InterruptableTask<Void> {
  /** What the connection does. */
  enum Phase {
    /** Waits for the next request. */
    IDLE,
    /** Receives a request. */
    READING,
    /** Waits for nobody but ourselves. */
    BUSY,
    /** Waits for the client to take the reply. */
    WRITING,
    /** Lets a client that still sends see the reply before the connection ends. */
    LINGERING,
    /** Was too slow. */
    EXPIRED
  }

  private static final long MOST_LINGERED = 64L << 20;

  private final Router router;
  private final LongSupplier nanos;
  private final DataReader reader;
  private final ServerConnection protocol;
  private final String peer;
  private final Set<ClientConnection> open;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
  private volatile long since;
  private boolean streaming;
  private boolean unread;

  ClientConnection(
      ConnectionContext socket,
      Router router,
      Function<ConnectionContext, ServerConnection> protocol,
      LongSupplier nanos,
      Set<ClientConnection> open) {
    super(socket);
    this.router = router;
    this.open = open;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.peer = socket.remotePeer().host();
    this.reader = DataReader.create(this::pull);
    this.protocol = protocol.apply(this);
  }

  /** The address at the other end. */
  String peer() {
    return peer;
  }

  Phase phase() {
    return phase.get();
  }

  /** When the phase began, or the last bytes of a stream were asked for. */
  long since() {
    return since;
  }

  /** A request has begun, perhaps with bytes that came along with the one before. */
  void begin(long now) {
    if (phase.get() == Phase.IDLE) {
      enter(Phase.READING, now);
    }
  }

  /** The request is read; from here on we take our time. */
  void busy() {
    if (!phase.compareAndSet(Phase.READING, Phase.BUSY) && phase.get() == Phase.EXPIRED) {
      throw new CloseConnectionException("the client was too slow");
    }
  }

  /** The rest of the body is read by the handler, at its own pace. */
  void stream() {
    busy();
    streaming = true;
  }

  /** The rest of a body that nobody wanted is skipped. */
  void skipping(long now) {
    enter(Phase.READING, now);
  }

  void writing(long now) {
    enter(Phase.WRITING, now);
  }

  /** A piece of the reply goes out. */
  void sending() {
    if (phase.get() != Phase.EXPIRED) {
      enter(Phase.WRITING, nanos.getAsLong());
    }
  }

  /** The client has taken a piece of the reply and waits for us to make the next one. */
  void sent() {
    phase.compareAndSet(Phase.WRITING, Phase.BUSY);
  }

  /** The reply is written. */
  void idle(long now) {
    streaming = false;
    enter(Phase.IDLE, now);
  }

  /** The connection ends with a reply to a request that is not read to its end. */
  void leaveUnread() {
    unread = true;
  }

  /** Takes the connection for ended if it still does the same; false when it went on. */
  boolean expire(Phase expected) {
    return phase.compareAndSet(expected, Phase.EXPIRED);
  }

  void closeSocket() {
    try {
      serverSocket().close();
    } catch (UncheckedIOException _) {
      // closed already
    }
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    open.add(this);
    try {
      protocol.handle(limit);
      linger();
    } catch (ServerConnectionException e) {
      throw e;
    } catch (CloseConnectionException e) {
      if (unread) {
        linger();
      }
      throw e;
    } finally {
      open.remove(this);
    }
  }

  /** Discards what still comes, because closing now would cost the client our last reply. */
  private void linger() {
    enter(Phase.LINGERING, nanos.getAsLong());
    try {
      long read = reader.available();
      reader.skip(reader.available());
      while (read < MOST_LINGERED) {
        reader.ensureAvailable();
        read += reader.available();
        reader.skip(reader.available());
      }
    } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException _) {
      // the client has closed its side, or the time is over
    }
  }

  private byte[] pull() {
    if (streaming) {
      enter(Phase.READING, nanos.getAsLong());
    }
    try {
      var bytes = serverSocket().get();
      if (streaming) {
        busy();
      } else if (phase.get() == Phase.IDLE) {
        enter(Phase.READING, nanos.getAsLong());
      }
      return bytes;
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("cannot read from the client", e);
    }
  }

  private void enter(Phase next, long now) {
    since = now;
    phase.set(next);
  }

  @Override
  public boolean canInterrupt() {
    return protocol instanceof InterruptableTask<?> task && task.canInterrupt();
  }

  @Override
  public Duration idleTime() {
    return protocol.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    protocol.close(interrupt);
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return router;
  }
}
