package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import java.util.Optional;
import java.util.function.Function;

/** Knows who calls, and who may. */
record Gate(Function<String, Optional<Principal.User>> authenticator) {
  private static final String BEARER = "Bearer ";

  /** The user of a valid token; nobody without one. */
  Optional<Principal.User> caller(Optional<String> authorization) {
    return authorization.flatMap(Gate::token).flatMap(authenticator);
  }

  /** Refuses those whom the route is not for. */
  void check(Route route, HttpRequest request) {
    switch (route.auth()) {
      case PUBLIC -> {}
      case AUTH -> request.user();
      case ADMIN -> {
        if (!request.user().isAdmin()) {
          throw Problem.adminRequired();
        }
      }
    }
  }

  private static Optional<String> token(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }
}
