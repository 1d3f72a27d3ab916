package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sends a body of unknown length in chunks (RFC 9112, 7.1). The head goes with the first chunk;
 * only {@link #finish} says that the body is complete, so that a failure half-way is seen by the
 * client. A flush sends what is there and gives the buffers back.
 */
final class ChunkedOutputStream extends OutputStream {
  private static final byte[] END = "0\r\n\r\n".getBytes(US_ASCII);
  private static final int LEAST = 256;
  private static final int MOST = 16 << 10;
  private static final byte[] NONE = {};

  private final Consumer<ResponseWriter.Buffer> send;
  private ResponseWriter.Buffer head;
  private byte[] buffer = NONE;
  private boolean started;
  private int filled;
  private long written;

  ChunkedOutputStream(Consumer<ResponseWriter.Buffer> send, ResponseWriter.Buffer head) {
    this.send = send;
    this.head = head;
  }

  /** Whether anything has left, so that another reply is impossible. */
  boolean started() {
    return started;
  }

  long written() {
    return written;
  }

  @Override
  public void write(int b) {
    makeRoom(1);
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      makeRoom(length - done);
      int count = Math.min(length - done, buffer.length - filled);
      System.arraycopy(bytes, offset + done, buffer, filled, count);
      filled += count;
      done += count;
    }
  }

  @Override
  public void flush() {
    if (filled > 0 || !started) {
      sendChunk(NONE);
    }
    buffer = NONE;
  }

  /** Sends what is left and the end. */
  void finish() {
    sendChunk(END);
  }

  /** Makes room for at least one byte, and for so many where the bound allows it. */
  private void makeRoom(int wanted) {
    if (filled == MOST) {
      sendChunk(NONE);
    }
    if (filled == buffer.length) {
      int size = Math.max(Math.max(LEAST, filled * 2), filled + Math.min(wanted, MOST));
      buffer = Arrays.copyOf(buffer, Math.min(size, MOST));
    }
  }

  private void sendChunk(byte[] end) {
    if (filled > 0) {
      head.reserve(filled + 16);
      head.add(Integer.toHexString(filled)).endLine().add(buffer, 0, filled).endLine();
      written += filled;
      filled = 0;
    }
    started = true;
    send.accept(head.add(end));
    head = new ResponseWriter.Buffer(0);
  }
}
