package dev.tinybase.http;

import dev.tinybase.http.Connections.Phase;
import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, served by one virtual thread. It knows at any moment what it waits for
 * and since when, so that {@link Connections} can end what takes too long.
 */
final class ClientConnection {
  private static final int READ_BYTES = 8 << 10;
  private static final int WRITE_BYTES = 256 << 10;
  private static final long MOST_DISCARDED = 64L << 20;

  private final Socket socket;
  private final Connections all;
  private final String peer;
  private final byte[] buffer = new byte[READ_BYTES];
  private final DataReader reader = DataReader.create(this::pull);
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
  private volatile long since;
  private volatile @Nullable Thread thread;
  private final ReentrantLock reading = new ReentrantLock();

  /** A byte of the next request that came while this one was answered, else below zero. */
  private int ahead = -1; // guarded by reading

  private boolean left; // guarded by reading
  private boolean streaming;
  private boolean unread;

  ClientConnection(Socket socket, Connections all) {
    this.socket = socket;
    this.all = all;
    this.since = all.now();
    this.peer = socket.getInetAddress().getHostAddress();
  }

  String peer() {
    return peer;
  }

  DataReader reader() {
    return reader;
  }

  Phase phase() {
    return phase.get();
  }

  /** When the phase began, or the last bytes of a stream were asked for. */
  long since() {
    return since;
  }

  /** Answers one request after the other for as long as the server says so. */
  void serve(Predicate<ClientConnection> answersNext) {
    thread = Thread.currentThread();
    try {
      while (answersNext.test(this)) {
        unread = false;
      }
      if (unread) {
        linger();
      }
    } catch (ConnectionEnded | DataReader.InsufficientDataAvailableException _) {
      // the client has gone
    } finally {
      closeSocket();
    }
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
      throw new ConnectionEnded("the client was too slow", null);
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
    if (expire(Phase.LISTENING)) {
      interrupt();
    }
  }

  /** Ends it, whatever it does. */
  void abort() {
    interrupt();
    closeSocket();
  }

  private void interrupt() {
    var serving = thread;
    if (serving != null) {
      serving.interrupt();
    }
  }

  void closeSocket() {
    try {
      socket.close();
    } catch (IOException _) {
      // closed already
    }
  }

  /** Sends bytes as they are, piece by piece, so that it is known how the client takes them. */
  void send(byte[] bytes, int offset, int count) {
    try {
      var out = socket.getOutputStream();
      for (int done = 0; done < count; done += WRITE_BYTES) {
        if (done > 0) {
          since = all.now();
        }
        out.write(bytes, offset + done, Math.min(WRITE_BYTES, count - done));
      }
    } catch (IOException e) {
      throw new ConnectionEnded("the client went away", e);
    }
  }

  /** Discards what still comes, because closing now would cost the client our last reply. */
  private void linger() {
    enter(Phase.LINGERING, all.now());
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new ConnectionEnded("the client went away", e);
    }
    try {
      var in = socket.getInputStream();
      for (long read = 0; read >= 0 && read < MOST_DISCARDED; ) {
        int count = in.read(buffer);
        read = count < 0 ? -1 : read + count;
      }
    } catch (IOException _) {
      // the client has closed its side, or the time is over
    }
  }

  private byte @Nullable [] pull() {
    if (streaming) {
      enter(Phase.READING, all.now());
    }
    int count;
    try {
      count = receive();
    } catch (IOException e) {
      throw new ConnectionEnded("cannot read from the client", e);
    }
    if (streaming) {
      busy();
    } else {
      begin(all.now());
    }
    return count < 0 ? null : Arrays.copyOf(buffer, count);
  }

  private int receive() throws IOException {
    reading.lock();
    try {
      if (ahead >= 0) {
        buffer[0] = (byte) ahead;
        ahead = -1;
        return 1;
      }
      return socket.getInputStream().read(buffer);
    } finally {
      reading.unlock();
    }
  }

  /** Tells of the thread that answers a request whose client has closed its side meanwhile. */
  void ifClientLeft(Consumer<Thread> action) {
    if (!reading.tryLock()) {
      return; // which reads, or is being told
    }
    try {
      var serving = thread;
      if (phase.get() == Phase.BUSY && serving != null && hasLeft()) {
        action.accept(serving);
      }
    } finally {
      reading.unlock();
    }
  }

  /** For the thread that answers: whether the client has closed its side. */
  boolean hasClientLeft() {
    reading.lock();
    try {
      return hasLeft();
    } finally {
      reading.unlock();
    }
  }

  /** Whether the client has closed its side; a byte that comes instead is kept for later. */
  private boolean hasLeft() {
    if (ahead < 0 && !left) {
      try {
        socket.setSoTimeout(1);
        try {
          ahead = socket.getInputStream().read();
          left = ahead < 0;
        } catch (SocketTimeoutException _) {
          // it is there and silent
        }
        socket.setSoTimeout(0);
      } catch (IOException _) {
        left = true;
      }
    }
    return left;
  }

  void enter(Phase next, long now) {
    since = now;
    phase.set(next);
  }
}
