package dev.tinybase.functions.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes the fields of a message one after the other into memory. */
final class FrameWriter {
  private static final int SMALL = 1 << 16;

  private final int limit;
  private byte[] bytes = new byte[1024];
  private int size;

  FrameWriter(int limit) {
    this.limit = limit;
  }

  /** Begins a new message. */
  void clear() {
    size = 0;
    if (bytes.length > SMALL) {
      bytes = new byte[SMALL];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  FrameWriter small(int value) throws FrameTooLarge {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  FrameWriter flag(boolean value) throws FrameTooLarge {
    return small(value ? 1 : 0);
  }

  FrameWriter number(int value) throws FrameTooLarge {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  FrameWriter number(long value) throws FrameTooLarge {
    return number((int) (value >>> 32)).number((int) value);
  }

  FrameWriter bytes(byte[] value) throws FrameTooLarge {
    number(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  FrameWriter text(String value) throws FrameTooLarge {
    return bytes(value.getBytes(UTF_8));
  }

  FrameWriter id(UUID value) throws FrameTooLarge {
    return number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
  }

  FrameWriter time(Instant value) throws FrameTooLarge {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  FrameWriter json(JsonNode value) throws FrameTooLarge {
    return bytes(Json.bytes(value));
  }

  /** A field that may be null. */
  <T> FrameWriter maybe(@Nullable T value, Field<T> field) throws FrameTooLarge {
    flag(value != null);
    if (value != null) {
      field.write(this, value);
    }
    return this;
  }

  /** How many there are, and each of them. */
  <T> FrameWriter each(Collection<T> values, Field<T> field) throws FrameTooLarge {
    number(values.size());
    for (var value : values) {
      field.write(this, value);
    }
    return this;
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

  /**
   * How a value is written.
   *
   * @param <T> the value
   */
  @FunctionalInterface
  interface Field<T> {
    void write(FrameWriter to, T value) throws FrameTooLarge;
  }
}
