package dev.tinybase.transfer;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A file that is made line by line while it is read. */
final class Lines extends InputStream {
  private final int count;
  private final IntFunction<String> line;
  private byte[] bytes = new byte[0];
  private int at;
  private int made;

  Lines(int count, IntFunction<String> line) {
    this.count = count;
    this.line = line;
  }

  /** How many lines were asked for. */
  int made() {
    return made;
  }

  @Override
  public int read() {
    if (!fill()) {
      return -1;
    }
    return bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (!fill()) {
      return -1;
    }
    int some = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, some);
    at += some;
    return some;
  }

  private boolean fill() {
    if (at == bytes.length && made < count) {
      bytes = (line.apply(made++) + "\n").getBytes(StandardCharsets.UTF_8);
      at = 0;
    }
    return at < bytes.length;
  }
}
