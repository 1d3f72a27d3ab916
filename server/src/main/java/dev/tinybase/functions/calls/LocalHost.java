package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.invoke.Lane;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.text.Texts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one call asks of the server whose process this is. */
final class LocalHost implements Host {
  /** Nobody else writes to SQLite meanwhile. */
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

  private final OneCall call;
  private final CallParts parts;
  private final NestedCalls nested;
  private final CallLines lines;
  private volatile boolean over;

  LocalHost(OneCall call, Lane lane) {
    this.call = call;
    this.parts = call.parts();
    this.nested = new NestedCalls(call, lane);
    this.lines =
        new CallLines(
            call.info().id(),
            call.function().name(),
            parts.leastLevel(),
            parts.log(),
            call.tree()::mask);
  }

  /** The call has ended, and with it what its context can do. */
  void end() {
    over = true;
  }

  /** Keeps what the function has printed. */
  void printed(String line) {
    log(new LogLine(parts.clock().instant(), LogLine.Level.INFO, line));
  }

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    checkAlive();
    var who = as(request.asAdmin());
    return Refusals.told(call.info().id(), () -> parts.records().answer(who, request));
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    checkAlive();
    try {
      return parts
          .database()
          .transaction(
              limit(),
              () -> {
                T result = work.run();
                checkAlive(); // what comes after the end is undone
                return result;
              });
    } catch (Problem refused) {
      throw Refusals.of(refused);
    }
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    checkAlive();
    return nested.call(function, payload, as(asAdmin));
  }

  @Override
  public String secret(String name) {
    checkAlive();
    var value = Refusals.told(call.info().id(), () -> parts.secrets().find(name));
    if (value.isEmpty()) {
      throw new FunctionException(
          "secret_not_found",
          "There is no secret '%s'. Set it with: tinybase secrets set %s"
              .formatted(Texts.abbreviate(name, 100), Texts.abbreviate(name, 100)));
    }
    call.tree().obtained(value.get());
    return value.get();
  }

  @Override
  public void log(LogLine line) {
    if (!isOver()) {
      lines.add(line);
    }
  }

  private Principal as(boolean admin) {
    return admin ? Access.asAdmin(call.principal()) : call.principal();
  }

  private Duration limit() {
    var left = Duration.between(parts.clock().instant(), call.info().deadline());
    return left.compareTo(LONGEST_TRANSACTION) < 0 ? left : LONGEST_TRANSACTION;
  }

  private boolean isOver() {
    return over || call.tree().isOver();
  }

  private void checkAlive() {
    if (isOver()) {
      throw new FunctionException(
          "call_ended", "The call has ended, and its context is of no more use.");
    }
  }
}
