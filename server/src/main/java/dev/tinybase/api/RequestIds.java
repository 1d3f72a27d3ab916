package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Names requests: eight digits for this process, eight that count. */
final class RequestIds {
  private static final int LONGEST = 64;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private final long process = (long) ThreadLocalRandom.current().nextInt() << 32;
  private final AtomicInteger count = new AtomicInteger();

  /** The client's own id where it is harmless, else a new one. */
  String choose(Optional<String> sent) {
    return sent.filter(RequestIds::sane).orElseGet(this::next);
  }

  /** A new id. */
  String next() {
    long value = process | Integer.toUnsignedLong(count.incrementAndGet());
    var text = new byte[16];
    for (int i = 0; i < text.length; i++) {
      text[i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
    }
    return new String(text, ISO_8859_1);
  }

  private static boolean sane(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
