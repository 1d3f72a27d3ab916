import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.sdk.FunctionException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code webhook-signature} of Standard Webhooks. */
final class Signature {
  private static final String PREFIX = "whsec_";

  private Signature() {}

  /** An HMAC over the id, the time in seconds and the body, as the receiver makes it too. */
  static String of(String secret, String id, long time, String body) {
    if (secret == null || !secret.startsWith(PREFIX)) {
      throw new FunctionException(
          "no_secret", "Set 'secret' in the settings of webhooks: whsec_ and bytes in Base64.");
    }
    var key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var signature = mac.doFinal((id + "." + time + "." + body).getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
