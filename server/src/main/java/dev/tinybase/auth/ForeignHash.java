package dev.tinybase.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.tinybase.errors.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A password hash that another program has made, in its usual text form. It is verified until the
 * first login, after which the password is kept under a hash of our own.
 */
sealed interface ForeignHash permits Argon2Hash, ScryptHash, Pbkdf2Hash, ForeignHash.Sha256Bcrypt {
  /**
   * The most memory that one verification may take: what the usual programs use, and no more than a
   * third of a small heap.
   */
  int MOST_KIB = (int) Math.min(128 << 10, (Runtime.getRuntime().maxMemory() / 3) >> 10);

  /** The longest text of a hash. */
  int LONGEST = 512;

  /** A bcrypt hash of a cost that a login can wait for. */
  Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

  /** How the texts of other programs begin, but for bcrypt alone. */
  Pattern OTHERS = Pattern.compile("\\$?(argon2|scrypt|pbkdf2)|bcrypt_sha256\\$");

  /** Whether the password belongs to the hash. */
  boolean matches(String password);

  /**
   * The text under which a hash is kept; of bcrypt one that {@link Passwords} knows by itself.
   *
   * @throws Problem 400 for a form that nobody can verify, or that costs too much to
   */
  static String checked(String text) {
    var bcrypt = text.startsWith("bcrypt$") ? text.substring("bcrypt$".length()) : text;
    if (bcrypt.startsWith("$2")) {
      if (!BCRYPT.matcher(bcrypt).matches()) {
        throw HashText.refusal("is no bcrypt hash of a cost from 4 to 14");
      }
      return bcrypt.replace("$2y$", "$2b$"); // $2y$ is ours, which reads long passwords otherwise
    }
    var _ = parse(text);
    return text;
  }

  /**
   * The hash in a text.
   *
   * @throws Problem 400 as {@link #checked}
   */
  static ForeignHash parse(String text) {
    if (text.length() > LONGEST) {
      throw HashText.refusal("is longer than " + LONGEST + " characters");
    }
    if (text.startsWith("argon2") || text.startsWith("$argon2")) {
      return Argon2Hash.parse(text);
    }
    if (text.startsWith("scrypt") || text.startsWith("$scrypt")) {
      return ScryptHash.parse(text);
    }
    if (text.startsWith("pbkdf2") || text.startsWith("$pbkdf2")) {
      return Pbkdf2Hash.parse(text);
    }
    if (text.startsWith(Sha256Bcrypt.PREFIX)) {
      return Sha256Bcrypt.parse(text);
    }
    throw HashText.refusal("is none of bcrypt, argon2, scrypt and PBKDF2 in a usual form");
  }

  /** Whether the text is a hash of another program, other than bcrypt alone. */
  static boolean isOne(String text) {
    return OTHERS.matcher(text).lookingAt();
  }

  /** Whether a verification takes so much memory that two at once are too many. */
  default boolean isMemoryHard() {
    return switch (this) {
      case Argon2Hash _, ScryptHash _ -> true;
      case Pbkdf2Hash _, Sha256Bcrypt _ -> false;
    };
  }

  /** bcrypt of the SHA-256 in hex, as Django's {@code bcrypt_sha256$$2b$…}. */
  record Sha256Bcrypt(String bcrypt) implements ForeignHash {
    private static final String PREFIX = "bcrypt_sha256$";

    static Sha256Bcrypt parse(String text) {
      return new Sha256Bcrypt(checked(text.substring(PREFIX.length())));
    }

    @Override
    public boolean matches(String password) {
      var hex = HexFormat.of().formatHex(RandomSecrets.digest("SHA-256", password));
      return BCrypt.verifyer(BCrypt.Version.VERSION_2B, LongPasswordStrategies.none())
          .verify(
              hex.getBytes(StandardCharsets.US_ASCII), bcrypt.getBytes(StandardCharsets.US_ASCII))
          .verified;
    }
  }
}
