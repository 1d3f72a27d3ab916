package dev.tinybase.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * UUIDs in their one text form, 36 characters with four dashes ({@link UUID#fromString} takes
 * shorter ones such as {@code 1-1-1-1-1}, too), and as 16 bytes.
 */
public final class Uuids {
  private static final int LENGTH = 36;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Uuids() {}

  /** The UUID, or nothing where the text is none. */
  public static Optional<UUID> parse(String text) {
    return isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** Whether the text is a UUID. */
  public static boolean isUuid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /** The least UUIDv7 of a moment (RFC 9562, section 5.7): those that were made before are less. */
  public static UUID least(Instant moment) {
    long millis = Math.clamp(moment.toEpochMilli(), 0, (1L << 48) - 1);
    return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  /** The 16 bytes, the most significant first, so that they are in the order of the texts. */
  public static byte[] toBytes(UUID uuid) {
    var bytes = new byte[16];
    LONG.set(bytes, 0, uuid.getMostSignificantBits());
    LONG.set(bytes, 8, uuid.getLeastSignificantBits());
    return bytes;
  }

  /** The UUID of 16 bytes. */
  public static UUID ofBytes(byte[] bytes) {
    return new UUID((long) LONG.get(bytes, 0), (long) LONG.get(bytes, 8));
  }
}
