package dev.tinybase.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018) as Django's {@code pbkdf2_sha256$600000$salt$hash}, as passlib's {@code
 * $pbkdf2-sha256$29000$salt$hash}, with {@code i=29000} too, and as Werkzeug's {@code
 * pbkdf2:sha256:600000$salt$hex}.
 *
 * @param digest as the JDK has it in {@code PBKDF2WithHmacSHA256}
 */
record Pbkdf2Hash(String digest, int rounds, byte[] salt, byte[] hash) implements ForeignHash {
  private static final int MOST_ROUNDS = 5_000_000;

  static Pbkdf2Hash parse(String text) {
    if (text.startsWith("$")) {
      return modular(HashText.parts(text, "\\$", 5));
    }
    return text.startsWith("pbkdf2:")
        ? werkzeug(HashText.parts(text, "\\$", 3))
        : django(HashText.parts(text, "\\$", 4));
  }

  private static Pbkdf2Hash modular(String[] parts) {
    var digest = parts[1].equals("pbkdf2") ? "sha1" : parts[1].substring("pbkdf2".length());
    var rounds =
        parts[2].contains("=") ? HashText.parameters(parts[2]).getOrDefault("i", "") : parts[2];
    return of(
        digest.replaceFirst("^-", ""), rounds, HashText.base64(parts[3]), HashText.hash(parts[4]));
  }

  private static Pbkdf2Hash django(String[] parts) {
    var digest = parts[0].substring("pbkdf2".length()).replaceFirst("^_", "");
    return of(digest, parts[1], parts[2].getBytes(UTF_8), HashText.hash(parts[3]));
  }

  private static Pbkdf2Hash werkzeug(String[] parts) {
    var method = HashText.parts(parts[0], ":", 3);
    return of(method[1], method[2], parts[1].getBytes(UTF_8), HashText.hexHash(parts[2]));
  }

  private static Pbkdf2Hash of(String digest, String rounds, byte[] salt, byte[] hash) {
    if (salt.length == 0) {
      throw HashText.refusal("has no salt");
    }
    var name =
        switch (digest) {
          case "sha1" -> "SHA1";
          case "sha256" -> "SHA256";
          case "sha512" -> "SHA512";
          default -> throw HashText.refusal("has another digest than sha1, sha256 and sha512");
        };
    return new Pbkdf2Hash(
        name, HashText.number(rounds, "number of rounds", 1, MOST_ROUNDS), salt, hash);
  }

  @Override
  public boolean matches(String password) {
    if (password.isEmpty()) {
      return false; // which the JDK does not take
    }
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, rounds, hash.length * 8);
      var computed =
          SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest).generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(computed, hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2 with " + digest, e);
    }
  }
}
