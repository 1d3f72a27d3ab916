package dev.tinybase.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8 JSON for replies that are written straight from rows, without a tree or
 * strings between. The caller writes the punctuation; this class escapes text.
 */
public final class JsonBytes {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** How many characters the text of an instant has. */
  private static final int INSTANT = 27;

  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DAYS_PER_ERA = 146_097; // 400 years

  /** From 0000-03-01 to 1970-01-01: years that begin in March end with their leap day. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private byte[] bytes;
  private int size;

  /** A buffer that has room for so many bytes before it grows. */
  public JsonBytes(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** JSON as it is. */
  public JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /** JSON as it is. */
  public JsonBytes raw(String json) {
    return raw(json.getBytes(StandardCharsets.UTF_8));
  }

  /** One ASCII character of punctuation. */
  public JsonBytes raw(char punctuation) {
    reserve(1);
    bytes[size++] = (byte) punctuation;
    return this;
  }

  /** A string of UTF-8 text. */
  public JsonBytes text(byte[] utf8) {
    reserve(utf8.length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
        escape(b);
        reserve(utf8.length - i + 1);
      } else {
        bytes[size++] = b;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  /** A string. */
  public JsonBytes text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A string of text that needs no escapes, such as a number, a time or a UUID. */
  public JsonBytes plain(byte[] ascii) {
    return raw('"').raw(ascii).raw('"');
  }

  /** A string of text that needs no escapes, such as a number, a time or a UUID. */
  public JsonBytes plain(String ascii) {
    return raw('"').raw(ascii).raw('"');
  }

  /** The lower-case text of a UUID's 16 bytes, without quotes. */
  public JsonBytes uuid(byte[] sixteen) {
    reserve(36);
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        bytes[size++] = '-';
      }
      bytes[size++] = HEX[(sixteen[i] >> 4) & 15];
      bytes[size++] = HEX[sixteen[i] & 15];
    }
    return this;
  }

  /**
   * The text of an instant of the years 0 to 9999, given as microseconds since 1970. It is the one
   * form of the product, an RFC 3339 time in UTC: {@code 2026-11-22T22:18:10.123456Z}, sortable as
   * text.
   */
  public static String instantText(long micros) {
    var out = new byte[INSTANT];
    write(micros, out, 0);
    return new String(out, StandardCharsets.US_ASCII);
  }

  /** The text of an instant ({@link #instantText}), without quotes. */
  public JsonBytes instant(long micros) {
    reserve(INSTANT);
    write(micros, bytes, size);
    size += INSTANT;
    return this;
  }

  /** A whole number. */
  public JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /** A finite number with a fraction or an exponent. */
  public JsonBytes number(double value) {
    return raw(Double.toString(value));
  }

  /** A truth value. */
  public JsonBytes bool(boolean value) {
    return raw(value ? TRUE : FALSE);
  }

  /** Null. */
  public JsonBytes nothing() {
    return raw(NULL);
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** Forgets what was written, keeps the room. */
  public void clear() {
    size = 0;
  }

  /** A copy of all bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Sends all bytes. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void escape(byte b) {
    reserve(6);
    bytes[size++] = '\\';
    switch (b) {
      case '"', '\\' -> bytes[size++] = b;
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 15];
      }
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  private static void write(long micros, byte[] out, int at) {
    writeDate((int) Math.floorDiv(micros, MICROS_PER_DAY) + DAYS_TO_EPOCH, out, at);
    long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
    int second = (int) (ofDay / 1_000_000);
    int micro = (int) (ofDay % 1_000_000);
    out[at + 10] = 'T';
    two(second / 3600, out, at + 11);
    out[at + 13] = ':';
    two(second / 60 % 60, out, at + 14);
    out[at + 16] = ':';
    two(second % 60, out, at + 17);
    out[at + 19] = '.';
    two(micro / 10_000, out, at + 20);
    two(micro / 100 % 100, out, at + 22);
    two(micro % 100, out, at + 24);
    out[at + 26] = 'Z';
  }

  /** The calendar day of a number of days since 0000-03-01, without an object of java.time. */
  private static void writeDate(int days, byte[] out, int at) {
    int era = Math.floorDiv(days, DAYS_PER_ERA);
    int ofEra = Math.floorMod(days, DAYS_PER_ERA);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * ofYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = yearOfEra + 400 * era + (month <= 2 ? 1 : 0);
    two(year / 100, out, at);
    two(year % 100, out, at + 2);
    out[at + 4] = '-';
    two(month, out, at + 5);
    out[at + 7] = '-';
    two(ofYear - (153 * monthFromMarch + 2) / 5 + 1, out, at + 8);
  }

  private static void two(int value, byte[] out, int at) {
    out[at] = (byte) ('0' + value / 10);
    out[at + 1] = (byte) ('0' + value % 10);
  }
}
