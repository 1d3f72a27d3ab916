package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.registry.Function;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A call that was let in: what it is, and what it holds until its end. */
final class Ticket implements AutoCloseable {
  private final UUID id;
  private final Caller caller;
  private final Function function;
  private final Payload payload;
  private final Held held;

  /** A ticket, which is closed once. */
  Ticket(UUID id, Caller caller, Function function, Payload payload, Held held) {
    this.id = id;
    this.caller = caller;
    this.function = function;
    this.payload = payload;
    this.held = held;
  }

  UUID id() {
    return id;
  }

  Function function() {
    return function;
  }

  Payload payload() {
    return payload;
  }

  /** What to give back at the end. */
  void holds(Runnable giveBack) {
    held.add(giveBack);
  }

  /** The call, as one that begins at this moment. */
  OneCall begin(CallParts parts, Instant now) {
    var who = caller.principal();
    var info =
        new CallInfo(
            id,
            function.name(),
            caller.requestId(),
            caller.trigger(),
            Access.user(who),
            who.isAdmin(),
            now.plus(limit(parts)),
            0);
    return new OneCall(parts, new CallTree(), info, who, function, now, caller.triggerId(), null);
  }

  /** How long the function may take. */
  Duration limit(CallParts parts) {
    return Objects.requireNonNullElse(function.signature().timeout(), parts.timeout());
  }

  @Override
  public void close() {
    held.close();
  }
}
