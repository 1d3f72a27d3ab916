package dev.tinybase.functions.worker.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket that an interrupt does not close: functions interrupt threads, their own too, and their
 * worker must not lose its line by that. The thread is still interrupted afterwards.
 */
public final class UninterruptibleChannel implements ByteChannel {
  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;

  /** Takes over a connected socket. */
  public UninterruptibleChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    this.readable = Selector.open();
    this.writable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int read = channel.read(to);
    while (read == 0) {
      await(readable);
      read = channel.read(to);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int written = channel.write(from);
    while (written == 0) {
      await(writable);
      written = channel.write(from);
    }
    return written;
  }

  /** An interrupted thread would not wait at all. */
  private static void await(Selector selector) throws IOException {
    boolean interrupted = false;
    try {
      while (selector.select(_ -> {}) == 0) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    try (channel;
        readable;
        writable) {
      // closes all three
    }
  }
}
