package dev.tinybase.functions.worker.wire;

import dev.tinybase.functions.worker.wire.Connection.FrameTooLarge;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of the line between the server and a worker. Any thread may send; one at a time receives.
 * When something happens in the middle of a frame, such as a stack that overflows, it closes
 * itself: the other side must not take what follows for the rest of it.
 *
 * @param <O> what it sends
 * @param <I> what it receives
 */
public final class Connection<O, I> implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final ByteChannel channel;
  private final MessageFormat<O, I> format;
  private final int limit;
  private final ReentrantLock sending = new ReentrantLock();
  private final FrameBuffer frame;
  private final ByteBuffer out = ByteBuffer.allocateDirect(CHUNK);
  private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK).flip();

  private Connection(ByteChannel channel, int limit, MessageFormat<O, I> format) {
    this.channel = channel;
    this.limit = limit;
    this.format = format;
    this.frame = new FrameBuffer(limit);
  }

  /** The server's end; a frame has at most so many bytes. */
  public static Connection<ToWorker, ToServer> ofServer(ByteChannel channel, int limit) {
    return new Connection<>(channel, limit, MessageFormat.SERVER);
  }

  /** The worker's end; a frame has at most so many bytes. */
  public static Connection<ToServer, ToWorker> ofWorker(ByteChannel channel, int limit) {
    return new Connection<>(channel, limit, MessageFormat.WORKER);
  }

  /** Writes and reads in memory, so that the first call finds the code for such messages loaded. */
  public static void warmUp(ToWorker order, ToServer reply) throws IOException {
    var frame = new FrameBuffer(CHUNK);
    MessageFormat.SERVER.write(frame, order);
    MessageFormat.WORKER.read(Arrays.copyOf(frame.bytes(), frame.size()));
    frame.reset();
    MessageFormat.WORKER.write(frame, reply);
  }

  /**
   * Sends a message.
   *
   * @throws FrameTooLarge before anything of it is sent
   */
  public void send(O message) throws IOException {
    sending.lock();
    try {
      frame.reset();
      format.write(frame, message);
      send(frame.bytes(), frame.size());
    } finally {
      sending.unlock();
    }
  }

  private void send(byte[] bytes, int size) throws IOException {
    out.clear().putInt(size);
    int sent = 0;
    boolean whole = false;
    try {
      while (sent < size || out.position() > 0) {
        int chunk = Math.min(out.remaining(), size - sent);
        out.put(bytes, sent, chunk).flip();
        sent += chunk;
        while (out.hasRemaining()) {
          channel.write(out);
        }
        out.clear();
      }
      whole = true;
    } finally {
      closeUnless(whole);
    }
  }

  private void closeUnless(boolean whole) throws IOException {
    if (!whole) {
      channel.close();
    }
  }

  /**
   * Waits for a message.
   *
   * @throws EOFException when the other side is gone
   * @throws dev.tinybase.errors.Problem when JSON in it is malformed
   */
  public I receive() throws IOException {
    return format.read(readFrame());
  }

  private byte[] readFrame() throws IOException {
    boolean whole = false;
    try {
      fill(Integer.BYTES);
      int size = in.getInt();
      if (size <= 0 || size > limit) {
        throw new ProtocolError("a frame of " + size + " bytes");
      }
      var body = body(size);
      whole = true;
      return body;
    } finally {
      closeUnless(whole);
    }
  }

  private byte[] body(int size) throws IOException {
    var bytes = new byte[size];
    int got = 0;
    while (got < size) {
      fill(1);
      int chunk = Math.min(in.remaining(), size - got);
      in.get(bytes, got, chunk);
      got += chunk;
    }
    return bytes;
  }

  /** Reads until so many bytes are there. */
  private void fill(int bytes) throws IOException {
    if (in.remaining() >= bytes) {
      return;
    }
    in.compact();
    while (in.position() < bytes) {
      if (channel.read(in) < 0) {
        throw new EOFException();
      }
    }
    in.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A message is larger than the limit; nothing of it was sent. */
  public static final class FrameTooLarge extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    FrameTooLarge(long bytes, int limit) {
      super("%,d bytes are more than the limit of %,d bytes".formatted(bytes, limit));
    }
  }

  /** The other side has sent what it never should. Nothing it sends can be trusted any more. */
  public static final class ProtocolError extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    public ProtocolError(String message) {
      super(message);
    }
  }

  /** The frame that is being written, at most as large as a frame may be. */
  static final class FrameBuffer extends OutputStream {
    private static final int KEPT = 1 << 16;

    private final int limit;
    private byte[] bytes = new byte[1024];
    private int size;

    FrameBuffer(int limit) {
      this.limit = limit;
    }

    /** Begins a new one, and gives back the memory of a large one. */
    void reset() {
      size = 0;
      if (bytes.length > KEPT) {
        bytes = new byte[KEPT];
      }
    }

    byte[] bytes() {
      return bytes;
    }

    int size() {
      return size;
    }

    @Override
    public void write(int value) throws FrameTooLarge {
      reserve(1);
      bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws FrameTooLarge {
      reserve(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    private void reserve(int more) throws FrameTooLarge {
      long needed = (long) size + more;
      if (needed > limit) {
        throw new FrameTooLarge(needed, limit);
      }
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
      }
    }
  }
}
