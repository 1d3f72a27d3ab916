package dev.tinybase.http;

import dev.tinybase.http.Connections.Phase;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. It knows at any moment what it waits for and since when, so that {@link
 * Connections} can end what takes too long; Helidon itself waits for ever.
 */
final class ClientConnection
    implements ConnectionContext, ServerConnection, InterruptableTask<Void> {
  private final ConnectionContext socket;
  private final Connections all;
  private final DataReader reader;
  private final ServerConnection protocol;
  private final String peer;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
  private volatile long since;
  private volatile @Nullable Thread thread;
  private boolean streaming;
  private boolean unread;

  ClientConnection(ConnectionContext socket, Connections all) {
    this.socket = socket;
    this.all = all;
    this.since = all.now();
    this.peer = socket.remotePeer().host();
    this.reader = DataReader.create(this::pull);
    this.protocol = all.protocol().connection(this);
  }

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

  void sending() {
    if (phase.get() != Phase.EXPIRED) {
      enter(Phase.WRITING, all.now());
    }
  }

  /** The client has taken a piece of the reply and waits for us to make the next one. */
  void sent() {
    phase.compareAndSet(Phase.WRITING, Phase.BUSY);
  }

  /** This thread waits for something to tell; {@link #endStream} may interrupt it. */
  void listening() {
    thread = Thread.currentThread();
    phase.compareAndSet(Phase.BUSY, Phase.LISTENING);
  }

  /** There is something to tell, unless the stream has to end: then it is false. */
  boolean heard() {
    return phase.compareAndSet(Phase.LISTENING, Phase.BUSY) || phase.get() != Phase.EXPIRED;
  }

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

  /** Ends a stream that waits for something to tell. */
  void endStream() {
    var waiting = thread;
    if (expire(Phase.LISTENING) && waiting != null) {
      waiting.interrupt();
    }
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
    all.opened(this);
    try {
      protocol.handle(limit);
      linger();
    } catch (CloseConnectionException e) {
      if (unread && !(e instanceof ServerConnectionException)) {
        linger();
      }
      throw e;
    } finally {
      all.closed(this);
    }
  }

  private void linger() {
    enter(Phase.LINGERING, all.now());
    Connections.discard(reader);
  }

  private byte[] pull() {
    if (streaming) {
      enter(Phase.READING, all.now());
    }
    try {
      var bytes = serverSocket().get();
      if (streaming) {
        busy();
      } else {
        begin(all.now());
      }
      return bytes;
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("cannot read from the client", e);
    }
  }

  void enter(Phase next, long now) {
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
    return all.router();
  }

  @Override
  public DataWriter dataWriter() {
    return socket.dataWriter();
  }

  @Override
  public ListenerContext listenerContext() {
    return socket.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return socket.executor();
  }

  @Override
  public HelidonSocket serverSocket() {
    return socket.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return socket.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return socket.localPeer();
  }

  @Override
  public boolean isSecure() {
    return socket.isSecure();
  }

  @Override
  public String socketId() {
    return socket.socketId();
  }

  @Override
  public String childSocketId() {
    return socket.childSocketId();
  }
}
