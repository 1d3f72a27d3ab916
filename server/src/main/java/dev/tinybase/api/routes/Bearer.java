package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import java.util.Optional;

/** The token of {@code Authorization: Bearer ...} (RFC 6750), whatever kind of token it is. */
final class Bearer {
  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  static Optional<String> of(Request request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }
}
