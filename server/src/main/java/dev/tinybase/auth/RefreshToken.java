package dev.tinybase.auth;

import dev.tinybase.text.Sha256;
import dev.tinybase.text.Uuids;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token: the session's id, a point, 256 random bits. Its session stores the hash of the
 * newest one only, so that an older one gives itself away.
 */
record RefreshToken(UUID sessionId, String text) {
  private static final int LENGTH = 36 + 1 + 43;

  /** The first one of a session. */
  static RefreshToken create(UUID sessionId) {
    return of(sessionId, RandomSecrets.secret());
  }

  static RefreshToken of(UUID sessionId, String secret) {
    return new RefreshToken(sessionId, sessionId + "." + secret);
  }

  /** The token in a text; nothing where it has another form. */
  static Optional<RefreshToken> parse(String text) {
    if (text.length() != LENGTH || text.charAt(36) != '.') {
      return Optional.empty();
    }
    return Uuids.parse(text.substring(0, 36)).map(session -> new RefreshToken(session, text));
  }

  String hash() {
    return Sha256.hex(text);
  }

  @Override
  public String toString() {
    return "RefreshToken[" + sessionId + "]"; // the secret stays out of logs
  }
}
