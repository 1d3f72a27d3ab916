package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Collects the bytes of a reply: the head, then a body where there is one. */
final class HeadBuffer {
  private static final byte[] COLON = {':', ' '};
  private static final byte[] LINE_END = {'\r', '\n'};

  private byte[] bytes;
  private int length;

  HeadBuffer(int expected) {
    bytes = new byte[expected];
  }

  HeadBuffer add(byte[] more) {
    return add(more, 0, more.length);
  }

  HeadBuffer add(byte[] more, int from, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    System.arraycopy(more, from, bytes, length, count);
    length += count;
    return this;
  }

  HeadBuffer add(String text) {
    return add(text.getBytes(ISO_8859_1));
  }

  /** One header line; a value that would break out of its line is our own defect. */
  HeadBuffer header(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        throw new IllegalArgumentException("the value of " + name + " is no header value");
      }
    }
    return add(name).add(COLON).add(value).add(LINE_END);
  }

  HeadBuffer endLine() {
    return add(LINE_END);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
