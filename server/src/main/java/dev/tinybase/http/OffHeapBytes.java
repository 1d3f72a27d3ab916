package dev.tinybase.http;

import dev.tinybase.json.JsonBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A large reply outside of the heap while it waits for its client. There it costs nobody else
 * anything: large arrays that live for seconds are copied by the collector, and full collections,
 * which stop the server, follow from them. Used by one thread.
 */
final class OffHeapBytes implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  private OffHeapBytes(long size) {
    bytes = arena.allocate(size);
  }

  /** Takes all bytes, which are forgotten where they were. */
  static OffHeapBytes of(JsonBytes json) {
    var made = new OffHeapBytes(json.size());
    var next =
        new Object() {
          long at;
        };
    json.drainTo(piece -> {
      MemorySegment.copy(piece, 0, made.bytes, ValueLayout.JAVA_BYTE, next.at, piece.length);
      next.at += piece.length;
    });
    return made;
  }

  void writeTo(OutputStream out) throws IOException {
    var piece = new byte[PIECE];
    for (long at = 0; at < bytes.byteSize(); at += PIECE) {
      out.write(piece, 0, copy(at, piece));
    }
  }

  /** Sends them piece by piece, so that it is known how the client takes them. */
  void sendTo(ClientConnection connection) {
    var piece = new byte[PIECE];
    for (long at = 0; at < bytes.byteSize(); at += PIECE) {
      connection.sending();
      connection.send(piece, 0, copy(at, piece));
    }
  }

  private int copy(long at, byte[] piece) {
    int count = (int) Math.min(PIECE, bytes.byteSize() - at);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, count);
    return count;
  }

  @Override
  public void close() {
    arena.close();
  }
}
