package dev.tinybase.json;

import dev.tinybase.text.Instants;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A growing buffer of UTF-8 JSON for replies that are written straight from rows, without a tree or
 * strings between. The caller writes the punctuation; this class escapes text. What is large lies
 * in pieces, so that it is not copied while it grows, and a large value that needs no escapes is a
 * piece itself.
 */
public final class JsonBytes {
  private static final byte[] NOTHING = {};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** A piece grows to so many bytes; values of so many are not copied. */
  private static final int PIECE = 256 << 10;

  private List<byte[]> pieces = List.of();
  private int inPieces;
  private byte[] bytes;
  private int size;

  /** A buffer that has room for so many bytes before it grows. */
  public JsonBytes(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** JSON as it is; the array must stay as it is. */
  public JsonBytes raw(byte[] json) {
    if (json.length >= PIECE) {
      return piece(json);
    }
    reserve(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /** A part of JSON as it is, from one index to before another. */
  public JsonBytes raw(byte[] json, int from, int to) {
    if (to - from >= PIECE) {
      return piece(Arrays.copyOfRange(json, from, to));
    }
    reserve(to - from);
    System.arraycopy(json, from, bytes, size, to - from);
    size += to - from;
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

  /** A string of UTF-8 text; the array must stay as it is. */
  public JsonBytes text(byte[] utf8) {
    if (utf8.length >= PIECE) {
      return largeText(utf8);
    }
    reserve(utf8.length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (needsEscape(b)) {
        escape(b);
        reserve(utf8.length - i + 1);
      } else {
        bytes[size++] = b;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private JsonBytes largeText(byte[] utf8) {
    int plain = 0;
    while (plain < utf8.length && !needsEscape(utf8[plain])) {
      plain++;
    }
    raw('"');
    if (plain == utf8.length) {
      return piece(utf8).raw('"');
    }
    for (byte b : utf8) {
      if (needsEscape(b)) {
        escape(b);
      } else {
        reserve(1);
        bytes[size++] = b;
      }
    }
    return raw('"');
  }

  private static boolean needsEscape(byte b) {
    return (b >= 0 && b < ' ') || b == '"' || b == '\\';
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

  /** The text of an instant ({@link Instants}), without quotes. */
  public JsonBytes instant(long micros) {
    reserve(Instants.LENGTH);
    Instants.write(micros, bytes, size);
    size += Instants.LENGTH;
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

  /** A tree. */
  public JsonBytes tree(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> raw('{').members(node).raw('}');
      case ARRAY -> elements(node);
      case STRING -> text(node.stringValue());
      case BOOLEAN -> bool(node.booleanValue());
      case NUMBER -> raw(number(node));
      case NULL -> nothing();
      case MISSING, BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + node);
    }
    return this;
  }

  private static String number(JsonNode node) {
    return node.isIntegralNumber()
        ? node.asString()
        : node.isBigDecimal() ? node.decimalValue().toString() : Json.text(node);
  }

  /** The members of an object, without its braces. */
  public JsonBytes members(JsonNode object) {
    boolean isFirst = true;
    for (var member : object.properties()) {
      if (!isFirst) {
        raw(',');
      }
      isFirst = false;
      text(member.getKey()).raw(':').tree(member.getValue());
    }
    return this;
  }

  private void elements(JsonNode array) {
    raw('[');
    boolean isFirst = true;
    for (var element : array.values()) {
      if (!isFirst) {
        raw(',');
      }
      isFirst = false;
      tree(element);
    }
    raw(']');
  }

  /** How many bytes there are. */
  public int size() {
    return inPieces + size;
  }

  /** Forgets what was written, keeps the room. */
  public void clear() {
    pieces = List.of();
    inPieces = 0;
    size = 0;
  }

  /** A copy of all bytes. */
  public byte[] toBytes() {
    if (pieces.isEmpty()) {
      return Arrays.copyOf(bytes, size);
    }
    var all = ByteBuffer.allocate(size());
    pieces.forEach(all::put);
    return all.put(bytes, 0, size).array();
  }

  /** Sends all bytes. */
  public void writeTo(OutputStream out) throws IOException {
    for (var piece : pieces) {
      out.write(piece);
    }
    out.write(bytes, 0, size);
  }

  /** Gives all bytes piece by piece, and forgets each before the next one. */
  public void drainTo(Consumer<byte[]> consumer) {
    seal();
    for (int i = 0; i < pieces.size(); i++) {
      consumer.accept(pieces.set(i, NOTHING));
    }
    clear();
  }

  private JsonBytes piece(byte[] piece) {
    seal();
    add(piece);
    return this;
  }

  /** Makes a piece of what is written; the buffer keeps its room. */
  private void seal() {
    if (size > 0) {
      add(Arrays.copyOf(bytes, size));
      size = 0;
    }
  }

  private void add(byte[] piece) {
    if (pieces.isEmpty()) {
      pieces = new ArrayList<>();
    }
    inPieces = Math.addExact(inPieces, piece.length);
    pieces.add(piece);
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
      grow(more);
    }
  }

  private void grow(int more) {
    if (size + more > PIECE && size > 0) {
      seal();
    }
    if (bytes.length < size + more) {
      int doubled = Math.min(2 * bytes.length, PIECE);
      bytes = Arrays.copyOf(bytes, Math.max(size + more, doubled));
    }
  }
}
