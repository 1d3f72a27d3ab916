package dev.tinybase.delivery;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells handlers when somebody asks for it, in place of the loop of {@link HookDelivery}: for tests
 * of functions, whose clock stands still.
 */
public final class ManualDelivery {
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int MOST_TURNS = 10_000;

  private final HandlerDeliveries handlers;
  private final StartupHooks startup;
  private final HandlerDelivery.Environment environment;
  private boolean begun;

  ManualDelivery(
      HandlerDeliveries handlers, StartupHooks startup, HandlerDelivery.Environment environment) {
    this.handlers = handlers;
    this.startup = startup;
    this.environment = environment;
  }

  /** Handlers that are loaded are to be told what happens from now on. */
  public void start() {
    handlers.start(() -> true, () -> {});
  }

  /**
   * Tells handlers what there is to tell now; the first time those that run at the start run
   * before.
   *
   * @return whether there was something
   * @throws IllegalStateException where there is no end of it
   */
  public boolean runDue() {
    handlers.refresh();
    if (!begun) {
      begun = true;
      startup.start();
    }
    while (!startup.isIdle()) { // each has a limit of time
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    handlers.retry();
    int turns = 0;
    long last = environment.log().last();
    for (var handler : handlers.list()) {
      while (handler.isDue(last) && handler.turn(last)) {
        if (++turns > MOST_TURNS) {
          throw new IllegalStateException("The hook " + handler.name() + " has no end of events.");
        }
      }
    }
    return turns > 0;
  }

  /** When a handler is to be tried again that has failed. */
  public Optional<Instant> nextDue() {
    return environment
        .database()
        .read(sql ->
            handlers.list().stream()
                .map(handler -> environment.table().waiting(sql, handler.name()).next())
                .filter(Objects::nonNull)
                .min(Instant::compareTo));
  }
}
