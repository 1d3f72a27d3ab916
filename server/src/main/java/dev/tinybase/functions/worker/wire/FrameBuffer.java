package dev.tinybase.functions.worker.wire;

import java.io.OutputStream;
import java.util.Arrays;

/** The frame that is being written, at most as large as a frame may be. */
final class FrameBuffer extends OutputStream {
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
