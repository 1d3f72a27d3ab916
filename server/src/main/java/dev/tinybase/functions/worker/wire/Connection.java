package dev.tinybase.functions.worker.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
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
}
