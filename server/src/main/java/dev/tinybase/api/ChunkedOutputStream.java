package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Sends a body of unknown length in chunks (RFC 9112, 7.1). The head goes with the first chunk;
 * only {@link #finish} says that the body is complete, so that a failure half-way is seen by the
 * client.
 */
final class ChunkedOutputStream extends OutputStream {
  private static final byte[] END = "0\r\n\r\n".getBytes(US_ASCII);

  private final Consumer<HeadBuffer> send;
  private final byte[] buffer = new byte[16 << 10];
  private HeadBuffer head;
  private boolean started;
  private int filled;
  private long written;

  ChunkedOutputStream(Consumer<HeadBuffer> send, HeadBuffer head) {
    this.send = send;
    this.head = head;
  }

  /** Whether anything has left, so that another reply is impossible. */
  boolean started() {
    return started;
  }

  /** Bytes of the body so far. */
  long written() {
    return written;
  }

  @Override
  public void write(int b) {
    if (filled == buffer.length) {
      sendChunk();
    }
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (filled == buffer.length) {
        sendChunk();
      }
      int count = Math.min(length - done, buffer.length - filled);
      System.arraycopy(bytes, offset + done, buffer, filled, count);
      filled += count;
      done += count;
    }
  }

  @Override
  public void flush() {
    if (filled > 0) {
      sendChunk();
    }
  }

  /** Sends what is left and the end. */
  void finish() {
    addChunk();
    head.add(END);
    sendHead();
  }

  private void sendChunk() {
    addChunk();
    sendHead();
  }

  private void addChunk() {
    if (filled > 0) {
      head.add(Integer.toHexString(filled)).endLine().add(buffer, 0, filled).endLine();
      written += filled;
      filled = 0;
    }
  }

  private void sendHead() {
    started = true;
    send.accept(head);
    head = new HeadBuffer(buffer.length + 16);
  }
}
