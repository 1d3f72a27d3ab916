package dev.tinybase.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tinybase.threads.LoopThread;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections: the thread that accepts them, as many as there is room for, and the one that
 * ends those whose clients are too slow, with 408 where a request was on its way, without a word
 * elsewhere; it also looks whether the clients of long requests are still there.
 */
final class Connections implements AutoCloseable {
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

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int BACKLOG = 1024;
  private static final int FEWEST = 8;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_FAILURES_TO_LISTEN = 60;

  private final InetSocketAddress address;
  private final Duration request;
  private final Tuning tuning;
  private final Predicate<ClientConnection> answersNext;
  private final Consumer<ClientConnection> tooSlow;
  private final Consumer<Thread> clientLeft;
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private final Semaphore places;
  private final long pauseMillis;
  private final LoopThread listener;
  private final LoopThread watch;
  private volatile ServerSocket server;
  private int failuresToListen;

  /**
   * Listens.
   *
   * @param most how many connections there may be, where the process may open that many files
   * @param request how long a client may take to send a request, to send the next piece of a
   *     stream, or to take a piece of a reply
   * @param answersNext answers the next request of a connection; whether there may be another
   * @param tooSlow tells the client so
   * @param clientLeft hears of the thread that answers a client who has left
   */
  Connections(
      InetSocketAddress address,
      int most,
      Duration request,
      Tuning tuning,
      Predicate<ClientConnection> answersNext,
      Consumer<ClientConnection> tooSlow,
      Consumer<Thread> clientLeft)
      throws IOException {
    this.address = address;
    this.request = request;
    this.tuning = tuning;
    this.answersNext = answersNext;
    this.tooSlow = tooSlow;
    this.clientLeft = clientLeft;
    server = listen(address);
    places = new Semaphore(Math.min(most, placesByDescriptors()));
    pauseMillis =
        Math.clamp(
            Collections.min(List.of(request, tuning.idle(), tuning.linger())).toMillis() / 10,
            10,
            500);
    listener = LoopThread.start("listener", this::accept);
    watch = LoopThread.start("slow-clients", this::watch);
  }

  private static ServerSocket listen(InetSocketAddress address) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Connections leave room for the files of the database, functions and workers. */
  private static int placesByDescriptors() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount();
      long others = system.getOpenFileDescriptorCount() + Math.max(32, most / 8);
      return Math.clamp(most - others, FEWEST, Integer.MAX_VALUE);
    }
    return Integer.MAX_VALUE;
  }

  int port() {
    return server.getLocalPort();
  }

  long now() {
    return tuning.nanos().getAsLong();
  }

  /** Accepts one connection, when there is a place for it. */
  private void accept() throws IOException, InterruptedException {
    reopen();
    if (!places.tryAcquire()) {
      closeLongestIdle();
      if (!places.tryAcquire(1, TimeUnit.SECONDS)) {
        return;
      }
    }
    boolean served = false;
    try {
      serve(server.accept());
      served = true;
    } catch (IOException e) {
      closeLongestIdle(); // which gives a descriptor back
      throw e;
    } finally {
      if (!served) {
        places.release();
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      var connection = new ClientConnection(socket, this);
      Thread.ofVirtual().name("connection").start(() -> serve(connection));
    } catch (Throwable failure) {
      socket.close();
      throw failure;
    }
  }

  private void serve(ClientConnection connection) {
    open.add(connection);
    try {
      connection.serve(answersNext);
    } catch (RuntimeException | Error failure) {
      LOG.error("a connection failed", failure);
    } finally {
      open.remove(connection);
      places.release();
    }
  }

  /** A socket that something has closed is opened again; where that fails for long, we end. */
  private void reopen() throws IOException {
    if (!server.isClosed()) {
      return;
    }
    try {
      server = listen(new InetSocketAddress(address.getHostString(), server.getLocalPort()));
      failuresToListen = 0;
    } catch (IOException e) {
      if (++failuresToListen >= MOST_FAILURES_TO_LISTEN) {
        throw new LoopThread.CannotGoOn("the port cannot be opened again: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private void closeLongestIdle() {
    open.stream()
        .filter(connection -> connection.phase() == Phase.IDLE)
        .min(Comparator.comparingLong(ClientConnection::since))
        .filter(connection -> connection.expire(Phase.IDLE))
        .ifPresent(ClientConnection::closeSocket);
  }

  /** Makes room for other replies: ends the connection whose client has not read for longest. */
  void cutSlowestReader() {
    long now = now();
    open.stream()
        .filter(connection -> connection.phase() == Phase.WRITING)
        .filter(connection -> now - connection.since() > STALLED_NANOS)
        .min(Comparator.comparingLong(ClientConnection::since))
        .filter(connection -> connection.expire(Phase.WRITING))
        .ifPresent(ClientConnection::closeSocket);
  }

  /** Ends the connections that wait for a request, and the streams that have no end. */
  private void closeIdle() {
    for (var connection : open) {
      if (connection.expire(Phase.IDLE)) {
        connection.closeSocket();
      } else {
        connection.endStream();
      }
    }
  }

  /** Accepts nothing more, lets those that are busy finish for some time, then ends them. */
  void drain(Duration patience) {
    listener.stop();
    closeServer();
    listener.close();
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!open.isEmpty() && System.nanoTime() < end) {
        closeIdle();
        Thread.sleep(10);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    open.forEach(ClientConnection::abort);
  }

  /** Closes the listening socket alone. */
  void closeServer() {
    try {
      server.close();
    } catch (IOException _) {
      // closed already
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private void watch() throws InterruptedException {
    Thread.sleep(pauseMillis);
    open.forEach(this::check);
  }

  private void check(ClientConnection connection) {
    var phase = connection.phase();
    long waited = now() - connection.since();
    if (phase == Phase.BUSY && waited > STALLED_NANOS) {
      Thread.startVirtualThread(() -> connection.ifClientLeft(clientLeft));
    }
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
}
