package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.util.Optional;

/**
 * The secret of the one-time set-up link. It lives in the memory of one process and counts while
 * there is no admin.
 */
public final class SetupToken {
  /** The most characters that are worth comparing. */
  public static final int MAX_LENGTH = 256;

  private final UserService users;
  private final String secret = RandomSecrets.secret();

  SetupToken(UserService users) {
    this.users = users;
  }

  /** The secret for the link {@code /setup?token=...}, while there is no admin. */
  public Optional<String> open() {
    return users.hasAdmin() ? Optional.empty() : Optional.of(secret);
  }

  /**
   * Lets the secret's holder through.
   *
   * @throws Problem 409 when there is an admin, 403 for another secret
   */
  public void check(String token) {
    if (users.hasAdmin()) {
      throw done();
    }
    if (!RandomSecrets.same(token, secret)) {
      throw Problem.forbidden(
          "invalid_setup_token",
          "This set-up link is not valid; use the one that the server printed when it started");
    }
  }

  static Problem done() {
    return Problem.conflict("already_set_up", "This instance has an admin already; log in instead");
  }
}
