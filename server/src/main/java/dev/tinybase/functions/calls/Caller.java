package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.sdk.Trigger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a call.
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
  /** A client of the API. */
  public static Caller client(Principal principal, String address, String requestId) {
    return new Caller(principal, address, Trigger.MANUAL, null, requestId);
  }

  /** The command line. */
  public static Caller operator(String requestId) {
    return new Caller(new Principal.Operator(), "", Trigger.MANUAL, null, requestId);
  }

  /** A schedule, which has an admin's rights. */
  public static Caller schedule(UUID id, String requestId) {
    return new Caller(new Principal.Operator(), "", Trigger.SCHEDULE, id, requestId);
  }
}
