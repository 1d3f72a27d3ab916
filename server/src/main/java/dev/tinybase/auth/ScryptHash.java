package dev.tinybase.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * scrypt (RFC 7914) as {@code $scrypt$ln=16,r=8,p=1$salt$hash}, as Django's {@code
 * scrypt$16384$salt$8$5$hash} and as Werkzeug's {@code scrypt:32768:8:1$salt$hex}.
 */
record ScryptHash(int n, int r, int p, byte[] salt, byte[] hash) implements ForeignHash {
  private static final int MOST_N = 1 << 20;
  private static final int MOST_R = 64;
  private static final int MOST_P = 16;
  private static final int SHORTEST_LN = 4;

  /** n times r times p, which is the time. */
  private static final long MOST_WORK = 1 << 22;

  static ScryptHash parse(String text) {
    if (text.startsWith("$")) {
      return phc(HashText.parts(text, "\\$", 5));
    }
    return text.startsWith("scrypt:")
        ? werkzeug(HashText.parts(text, "\\$", 3))
        : django(HashText.parts(text, "\\$", 6));
  }

  private static ScryptHash phc(String[] parts) {
    var parameters = HashText.parameters(parts[2]);
    int ln = HashText.number(parameters, "ln", SHORTEST_LN, 20);
    return bounded(
        1 << ln,
        HashText.number(parameters, "r", 1, MOST_R),
        HashText.number(parameters, "p", 1, MOST_P),
        HashText.base64(parts[3]),
        HashText.hash(parts[4]));
  }

  private static ScryptHash django(String[] parts) {
    return bounded(
        HashText.number(parts[1], "n", 1 << SHORTEST_LN, MOST_N),
        HashText.number(parts[3], "r", 1, MOST_R),
        HashText.number(parts[4], "p", 1, MOST_P),
        parts[2].getBytes(UTF_8),
        HashText.hash(parts[5]));
  }

  private static ScryptHash werkzeug(String[] parts) {
    var cost = HashText.parts(parts[0], ":", 4);
    return bounded(
        HashText.number(cost[1], "n", 1 << SHORTEST_LN, MOST_N),
        HashText.number(cost[2], "r", 1, MOST_R),
        HashText.number(cost[3], "p", 1, MOST_P),
        parts[1].getBytes(UTF_8),
        HashText.hexHash(parts[2]));
  }

  private static ScryptHash bounded(int n, int r, int p, byte[] salt, byte[] hash) {
    if (Integer.bitCount(n) != 1) {
      throw HashText.refusal("has an n that is no power of two");
    }
    if ((long) n * r * 128 > (long) MOST_KIB << 10 || (long) n * r * p > MOST_WORK) {
      throw HashText.refusal("takes more than " + (MOST_KIB >> 10) + " MiB or too long to verify");
    }
    return new ScryptHash(n, r, p, salt, hash);
  }

  @Override
  public boolean matches(String password) {
    var computed = SCrypt.generate(password.getBytes(UTF_8), salt, n, r, p, hash.length);
    return MessageDigest.isEqual(computed, hash);
  }
}
