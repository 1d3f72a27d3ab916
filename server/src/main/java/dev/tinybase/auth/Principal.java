package dev.tinybase.auth;

import static java.util.stream.Collectors.joining;

import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who acts: the caller of a request or of a service. */
public sealed interface Principal {
  /** The caller's user id; null for those without an account. */
  @Nullable UUID userId();

  /** Whether every access rule lets this caller through, whatever it is about. */
  boolean isAdmin();

  /** Whether every access rule lets this caller through for what a scope is about. */
  default boolean isAdminFor(Scope scope) {
    return isAdmin();
  }

  /** Who it is, for the log. */
  default String shown() {
    return switch (this) {
      case User user -> user.email();
      case Application application -> application.caller();
      case Operator _ -> "The command line";
      case Anonymous _ -> "Somebody";
    };
  }

  /**
   * This caller as the one who makes a hook's handler run, on top of what this thread works for.
   */
  default HookCause cause() {
    var email = this instanceof User user ? user.email() : null;
    return new HookCause(userId(), email, isAdmin(), HookChain.current());
  }

  /** A caller without a (valid) token. */
  record Anonymous() implements Principal {
    @Override
    public @Nullable UUID userId() {
      return null;
    }

    @Override
    public boolean isAdmin() {
      return false;
    }
  }

  /** A person with an account, in one session. */
  record User(UUID id, String email, boolean isAdmin, UUID sessionId) implements Principal {
    @Override
    public UUID userId() {
      return id;
    }
  }

  /**
   * A program with an application token: an admin for what its scopes are about, and nobody beyond.
   *
   * @param id the token's
   * @param name the token's
   */
  record Application(UUID id, String name, Set<Scope> scopes) implements Principal {
    /** A program. */
    public Application {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public @Nullable UUID userId() {
      return null;
    }

    @Override
    public boolean isAdmin() {
      return scopes.contains(Scope.ADMIN);
    }

    @Override
    public boolean isAdminFor(Scope scope) {
      return isAdmin() || scopes.contains(scope);
    }

    /** As logs and histories have it. */
    public String caller() {
      return "token:" + name;
    }

    /** The same program with an admin's rights. */
    public Application asAdmin() {
      return isAdmin() ? this : new Application(id, name, Set.of(Scope.ADMIN));
    }

    /** The 403 for what needs another scope (RFC 6750, 3.1). */
    public Problem insufficientScope(Scope needed) {
      var challenge = "Bearer error=\"insufficient_scope\", scope=\"" + needed.word() + "\"";
      return Problem.forbidden(
              "insufficient_scope",
              "This needs a token with the scope '"
                  + needed.word()
                  + "'; this one has "
                  + scopes.stream().map(Scope::word).sorted().collect(joining(", ")))
          .header("WWW-Authenticate", challenge);
    }
  }

  /** Who holds the machine: the command line. */
  record Operator() implements Principal {
    @Override
    public @Nullable UUID userId() {
      return null;
    }

    @Override
    public boolean isAdmin() {
      return true;
    }
  }
}
