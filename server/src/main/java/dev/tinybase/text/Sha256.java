package dev.tinybase.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256: of one content by the static methods; of several parts, each with its length, so that no
 * two lists of parts look the same, by an instance.
 */
public final class Sha256 {
  private final MessageDigest digest = newDigest();

  /** The digest of the text's UTF-8 as 64 hexadecimal digits. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The digest as 64 hexadecimal digits. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  /** The digest of a file as 64 hexadecimal digits, as other tools tell it. */
  public static String hex(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  /** Copies a stream to its end and gives the digest of what passed as 64 hexadecimal digits. */
  public static String copy(InputStream in, OutputStream out) throws IOException {
    var digest = newDigest();
    new DigestInputStream(in, digest).transferTo(out);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest as 32 bytes. */
  public static byte[] digest(byte[] content) {
    return newDigest().digest(content);
  }

  /** Adds a part as UTF-8. */
  public Sha256 add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a part. */
  public Sha256 add(byte[] part) {
    digest.update(ByteBuffer.allocate(4).putInt(part.length).flip());
    digest.update(part);
    return this;
  }

  /** The digest of all parts as 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
