package dev.tinybase.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2 (RFC 9106) as {@code $argon2id$v=19$m=65536,t=3,p=4$salt$hash}, also with Django's {@code
 * argon2} in front.
 *
 * @param type as the library numbers d, i and id
 */
record Argon2Hash(int type, int version, int kib, int passes, int lanes, byte[] salt, byte[] hash)
    implements ForeignHash {
  private static final int MOST_PASSES = 32;
  private static final int MOST_LANES = 16;

  /** Memory times passes, which is the time. */
  private static final long MOST_WORK = 1 << 20;

  static Argon2Hash parse(String text) {
    var phc = text.startsWith("$") ? text : text.substring("argon2".length());
    var parts = phc.split("\\$", -1);
    boolean versioned = parts.length == 6 && parts[2].startsWith("v=");
    if (!versioned && parts.length != 5) {
      throw HashText.refusal("does not have the parts of argon2");
    }
    int next = versioned ? 3 : 2;
    var parameters = HashText.parameters(parts[next]);
    int lanes = HashText.number(parameters, "p", 1, MOST_LANES);
    int kib = HashText.number(parameters, "m", 8 * lanes, MOST_KIB);
    int passes = HashText.number(parameters, "t", 1, MOST_PASSES);
    if ((long) kib * passes > MOST_WORK) {
      throw HashText.refusal("takes too long to verify: m times t is more than " + MOST_WORK);
    }
    return new Argon2Hash(
        type(parts[1]),
        versioned ? version(parts[2]) : Argon2Parameters.ARGON2_VERSION_10,
        kib,
        passes,
        lanes,
        HashText.base64(parts[next + 1]),
        HashText.hash(parts[next + 2]));
  }

  private static int type(String name) {
    return switch (name) {
      case "argon2d" -> Argon2Parameters.ARGON2_d;
      case "argon2i" -> Argon2Parameters.ARGON2_i;
      case "argon2id" -> Argon2Parameters.ARGON2_id;
      default -> throw HashText.refusal("is no argon2d, argon2i or argon2id");
    };
  }

  private static int version(String text) {
    return switch (text) {
      case "v=16" -> Argon2Parameters.ARGON2_VERSION_10;
      case "v=19" -> Argon2Parameters.ARGON2_VERSION_13;
      default -> throw HashText.refusal("has another version than 16 and 19");
    };
  }

  @Override
  public boolean matches(String password) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(type)
            .withVersion(version)
            .withMemoryAsKB(kib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    var computed = new byte[hash.length];
    generator.generateBytes(password.getBytes(UTF_8), computed);
    return MessageDigest.isEqual(computed, hash);
  }
}
