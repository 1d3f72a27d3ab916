package dev.tinybase.functions.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a message as {@link FrameWriter} wrote them, and believes none of them. */
final class FrameReader {
  private final byte[] bytes;
  private int at;

  FrameReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int small() throws ProtocolError {
    return bytes[take(1)];
  }

  boolean flag() throws ProtocolError {
    return small() != 0;
  }

  int number() throws ProtocolError {
    int from = take(Integer.BYTES);
    return (bytes[from] & 255) << 24
        | (bytes[from + 1] & 255) << 16
        | (bytes[from + 2] & 255) << 8
        | (bytes[from + 3] & 255);
  }

  long longNumber() throws ProtocolError {
    return ((long) number() << 32) | (number() & 0xffff_ffffL);
  }

  byte[] bytes() throws ProtocolError {
    int length = number();
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  String text() throws ProtocolError {
    int length = number();
    return new String(bytes, take(length), length, UTF_8);
  }

  UUID id() throws ProtocolError {
    return new UUID(longNumber(), longNumber());
  }

  Instant time() throws ProtocolError {
    try {
      return Instant.ofEpochSecond(longNumber(), number());
    } catch (DateTimeException e) {
      throw new ProtocolError("no moment: " + e.getMessage());
    }
  }

  /**
   * JSON of a function's, as strict as any that comes in from outside.
   *
   * @throws dev.tinybase.errors.Problem when it is malformed
   */
  JsonNode foreignJson() throws ProtocolError {
    return Json.parse(bytes());
  }

  /** JSON of our own. */
  JsonNode json() throws ProtocolError {
    try {
      return Json.mapper().readTree(bytes());
    } catch (JacksonException e) {
      throw new ProtocolError("no JSON: " + e.getOriginalMessage());
    }
  }

  <T> @Nullable T maybe(Field<T> field) throws ProtocolError {
    return flag() ? field.read(this) : null;
  }

  <T> List<T> each(Field<T> field) throws ProtocolError {
    int count = number();
    if (count < 0 || count > bytes.length) {
      throw new ProtocolError("a list of " + count);
    }
    var values = new ArrayList<T>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      values.add(field.read(this));
    }
    return values;
  }

  /** One of the constants of an enum. */
  <E extends Enum<E>> E constant(Class<E> all) throws ProtocolError {
    var name = text();
    for (var constant : all.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new ProtocolError("no constant " + name);
  }

  /** Nothing may follow the last field. */
  void end() throws ProtocolError {
    if (at != bytes.length) {
      throw new ProtocolError((bytes.length - at) + " bytes too many");
    }
  }

  private int take(int length) throws ProtocolError {
    if (length < 0 || length > bytes.length - at) {
      throw new ProtocolError("a field of " + length + " bytes in a shorter frame");
    }
    int from = at;
    at += length;
    return from;
  }

  /**
   * How a value is read.
   *
   * @param <T> the value
   */
  @FunctionalInterface
  interface Field<T> {
    T read(FrameReader from) throws ProtocolError;
  }
}
