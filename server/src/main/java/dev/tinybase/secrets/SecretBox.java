package dev.tinybase.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.config.KeyFile;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals values with AES-256-GCM: a random nonce, the ciphertext and its tag, in Base64. The name is
 * sealed with the value, so that nobody can put one secret in the place of another.
 */
public final class SecretBox {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyFile file;
  private final String source;
  private @Nullable SecretKey key; // guarded by this

  /** The file is read, and made, when it is needed first; a configured key is looked at now. */
  public SecretBox(Settings.Secrets settings) {
    file = new KeyFile(settings.keyFile(), "secrets.key_file");
    var configured = settings.key();
    source = configured == null ? settings.keyFile().toString() : "secrets.key";
    if (configured != null) {
      key = parse(configured);
    }
  }

  /** Where the key is: its file, or the setting. */
  public String source() {
    return source;
  }

  /** The value, sealed with its name. */
  public String seal(String name, String value) {
    var nonce = random(NONCE_BYTES);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(value.getBytes(UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * The value that was sealed with this name.
   *
   * @throws Problem where the key is another one, or the text was tampered with
   */
  public String open(String name, String text) {
    try {
      if (key() == null && !file.exists()) {
        throw unreadable(name, "the key file " + source + " is gone");
      }
      var bytes = Base64.getDecoder().decode(text);
      var nonce = new byte[NONCE_BYTES];
      ByteBuffer.wrap(bytes).get(nonce);
      var cipher = cipher(Cipher.DECRYPT_MODE, name, nonce);
      return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8);
    } catch (GeneralSecurityException
        | IllegalArgumentException
        | java.nio.BufferUnderflowException _) {
      throw unreadable(name, "the key in " + source + " is not the one that it was set with");
    }
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, load(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }

  private synchronized @Nullable SecretKey key() {
    return key;
  }

  private synchronized SecretKey load() {
    var known = key;
    if (known == null) {
      known = parse(file.readOrCreate(SecretBox::newKey).strip());
      key = known;
    }
    return known;
  }

  private SecretKey parse(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == KEY_BYTES) {
        return new SecretKeySpec(bytes, "AES");
      }
    } catch (IllegalArgumentException _) {
      // the same answer as for a key of another length
    }
    throw Problem.of(
        Problem.Kind.INTERNAL,
        "secrets_key_unusable",
        source + " must hold 32 bytes in Base64; make them with: openssl rand -base64 32");
  }

  private static String newKey() {
    return Base64.getEncoder().encodeToString(random(KEY_BYTES)) + "\n";
  }

  private static byte[] random(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static Problem unreadable(String name, String why) {
    return Problem.of(
        Problem.Kind.INTERNAL,
        "secret_unreadable",
        "The secret %s cannot be decrypted: %s. Bring the key back, or set the secret again"
            .formatted(name, why));
  }
}
