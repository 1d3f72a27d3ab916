package dev.tinybase.auth;

import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who acts: the caller of a request or of a service. */
public sealed interface Principal {
  /** The caller's user id; null for those without an account. */
  @Nullable UUID userId();

  /** Whether every access rule lets this caller through. */
  boolean isAdmin();

  /** Who it is, for the log. */
  default String shown() {
    return switch (this) {
      case User user -> user.email();
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
