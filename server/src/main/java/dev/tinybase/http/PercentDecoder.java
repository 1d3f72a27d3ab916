package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Decodes the percent-encoding of paths and queries (RFC 3986), strictly. */
public final class PercentDecoder {
  private PercentDecoder() {}

  /** A decoded path segment; a 400 problem for bad escapes, bad UTF-8 and control characters. */
  public static String path(String raw) {
    return decode(raw, false);
  }

  /** A decoded name or value of a query, where a plus stands for a space. */
  public static String query(String raw) {
    return decode(raw, true);
  }

  private static String decode(String raw, boolean plus) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%' || (plus && c == '+')) {
        return slow(raw, plus);
      }
      check(c);
    }
    return raw;
  }

  private static String slow(String raw, boolean plus) {
    var bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put((byte) (digit(raw, i + 1) << 4 | digit(raw, i + 2)));
        i += 2;
      } else {
        check(c);
        bytes.put((byte) (plus && c == '+' ? ' ' : c));
      }
    }
    return text(bytes.flip());
  }

  private static String text(ByteBuffer bytes) {
    try {
      var text = UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw refused("it holds a NUL character");
      }
      return text;
    } catch (CharacterCodingException _) {
      throw refused("its percent-encoded bytes are not UTF-8");
    }
  }

  private static int digit(String raw, int index) {
    int value = index < raw.length() ? Character.digit(raw.charAt(index), 16) : -1;
    if (value < 0) {
      throw refused("a % must be followed by two hexadecimal digits");
    }
    return value;
  }

  private static void check(char c) {
    if (c <= ' ' || c >= 0x7f) {
      throw refused("characters outside ASCII must be percent-encoded");
    }
  }

  private static Problem refused(String why) {
    return Problem.badRequest("malformed_url", "The URL is malformed: " + why + ".");
  }
}
