package dev.tinybase.functions.calls;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallIds;
import dev.tinybase.functions.registry.Registry;

/** Lets calls in, with the checks in the contract's order. */
final class Admission implements AutoCloseable {
  private final UserSlots users;
  private final Registry registry;
  private final CallIds ids;
  private final long mostPayload;
  private volatile boolean closed;

  Admission(Settings.Functions settings, Registry registry, CallIds ids) {
    this.users = new UserSlots(settings.maxConcurrentPerUser());
    this.registry = registry;
    this.ids = ids;
    this.mostPayload = settings.maxPayloadBytes();
  }

  /** A ticket, which must be closed; or the problem that refuses it. */
  Ticket admit(Caller caller, String name, Payload payload) {
    if (closed) {
      throw stopping();
    }
    var held = new Held();
    try {
      held.add(users.take(caller));
      var function = registry.acquire(name).orElseThrow(() -> Missing.of(name));
      held.add(function::release);
      Access.check(function, caller.principal());
      checkSize(payload);
      return new Ticket(ids.next(), caller, function, payload, held);
    } catch (Problem refused) {
      held.close();
      throw refused;
    }
  }

  /** Lets nobody in any more. */
  @Override
  public void close() {
    closed = true;
  }

  static Problem stopping() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }

  private void checkSize(Payload payload) {
    if (payload.bytes() > mostPayload) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "payload_too_large",
          "The payload of %d bytes exceeds maximum size of %d bytes."
              .formatted(payload.bytes(), mostPayload));
    }
  }
}
