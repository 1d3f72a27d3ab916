package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.sdk.User;
import org.jspecify.annotations.Nullable;

/** Who may call which function, and who a caller is to it. */
final class Access {
  private Access() {}

  static boolean allows(Function function, Principal who) {
    return switch (function.signature().auth()) {
      case PUBLIC -> true;
      case AUTH -> !(who instanceof Principal.Anonymous);
      case ADMIN -> who.isAdmin();
    };
  }

  /** Throws the 401 or the 403. */
  static void check(Function function, Principal who) {
    if (allows(function, who)) {
      return;
    }
    if (who instanceof Principal.Anonymous) {
      throw Problem.notAuthenticated();
    }
    throw Problem.adminRequired();
  }

  /** The same caller with an admin's rights. */
  static Principal asAdmin(Principal who) {
    return switch (who) {
      case Principal.User user ->
          user.isAdmin()
              ? user
              : new Principal.User(user.id(), user.email(), true, user.sessionId());
      case Principal.Anonymous _, Principal.Operator _ -> new Principal.Operator();
    };
  }

  /** As functions see the caller. */
  static @Nullable User user(Principal who) {
    return who instanceof Principal.User user
        ? new User(user.id().toString(), user.email(), user.isAdmin())
        : null;
  }
}
