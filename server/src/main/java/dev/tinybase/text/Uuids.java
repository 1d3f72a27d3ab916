package dev.tinybase.text;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * UUIDs in their one text form: 36 characters with four dashes. {@link UUID#fromString} takes
 * shorter ones such as {@code 1-1-1-1-1}, too.
 */
public final class Uuids {
  private static final int LENGTH = 36;

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
}
