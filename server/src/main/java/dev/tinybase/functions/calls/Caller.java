package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a call, and what he may.
 *
 * @param address of a client, or its network; those without an account share what one address may
 *     do at once
 * @param triggerId the schedule; null for others
 * @param requestId of the HTTP request, or of what else makes the function run
 */
public record Caller(
    Principal principal,
    String address,
    Trigger trigger,
    @Nullable UUID triggerId,
    String requestId) {
  private static final UUID NO_SESSION = new UUID(0, 0);

  /** A client of the API. */
  public static Caller client(Principal principal, String address, String requestId) {
    return new Caller(principal, address, Trigger.MANUAL, null, requestId);
  }

  /** A client of a route of an extension. */
  public static Caller route(Principal principal, String address, String requestId) {
    return new Caller(principal, address, Trigger.ROUTE, null, requestId);
  }

  /** The command line. */
  public static Caller operator(String requestId) {
    return new Caller(new Principal.Operator(), "", Trigger.MANUAL, null, requestId);
  }

  /** Who makes a hook's handler run; the handler has an admin's rights. */
  static Caller hook(HookCause cause, String requestId) {
    var id = cause.userId();
    var principal =
        id == null
            ? new Principal.Operator()
            : new Principal.User(
                id, Objects.requireNonNullElse(cause.email(), ""), cause.isAdmin(), NO_SESSION);
    return new Caller(principal, "", Trigger.HOOK, null, requestId);
  }

  /** The same one with an admin's rights, where that is wanted, or a hook's handler asks. */
  Caller as(boolean admin) {
    return admin || trigger == Trigger.HOOK
        ? new Caller(asAdmin(), address, trigger, triggerId, requestId)
        : this;
  }

  /** The function that makes a call on behalf of this caller. */
  Caller function(boolean admin) {
    return new Caller(as(admin).principal, address, Trigger.FUNCTION, null, requestId);
  }

  /** The same principal with an admin's rights. */
  Principal asAdmin() {
    return switch (principal) {
      case Principal.User user ->
          user.isAdmin()
              ? user
              : new Principal.User(user.id(), user.email(), true, user.sessionId());
      case Principal.Application application -> application.asAdmin();
      case Principal.Anonymous _, Principal.Operator _ -> new Principal.Operator();
    };
  }

  /** As functions see him. */
  @Nullable User user() {
    return principal instanceof Principal.User user
        ? new User(user.id().toString(), user.email(), user.isAdmin())
        : null;
  }

  static boolean mayCall(Principal who, Function function) {
    return switch (function.signature().auth()) {
      case PUBLIC -> true;
      case AUTH -> !(who instanceof Principal.Anonymous);
      case ADMIN -> who.isAdminFor(Scope.FUNCTIONS_CALL);
    };
  }

  /** The function, where this one may call it; else the 401 or the 403. */
  static Function checked(Principal who, Function function) {
    if (mayCall(who, function)) {
      return function;
    }
    throw who instanceof Principal.Anonymous ? Problem.notAuthenticated() : Problem.adminRequired();
  }
}
