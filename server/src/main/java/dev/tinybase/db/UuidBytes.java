package dev.tinybase.db;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs as 16 bytes, the most significant first, so that they are in the order of their texts. */
final class UuidBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private UuidBytes() {}

  static byte[] toBytes(UUID uuid) {
    var bytes = new byte[16];
    LONG.set(bytes, 0, uuid.getMostSignificantBits());
    LONG.set(bytes, 8, uuid.getLeastSignificantBits());
    return bytes;
  }

  static UUID ofBytes(byte[] bytes) {
    return new UUID((long) LONG.get(bytes, 0), (long) LONG.get(bytes, 8));
  }

  /** The 16 bytes of what a driver gives for a UUID: these bytes or, at times, the text. */
  static byte[] bytes(byte[] fetched) {
    return fetched.length == 16
        ? fetched
        : toBytes(UUID.fromString(new String(fetched, StandardCharsets.US_ASCII)));
  }
}
