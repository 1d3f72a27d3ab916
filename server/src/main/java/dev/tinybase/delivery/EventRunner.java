package dev.tinybase.delivery;

import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.hooks.HookError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs a handler for events: those of one record one after the other, of several at once. */
final class EventRunner {
  /** An event that is tried so often in vain has failed for good. */
  private static final int MOST_ATTEMPTS = 6;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final double JITTER = 0.1;

  /**
   * What came of an event.
   *
   * @param event with one attempt more where it failed
   * @param done whether the handler is done with it
   * @param failure null where it did not fail: without being done it did not run, as an earlier one
   *     of its record failed or the server stops
   */
  record Result(HandlerEvent event, boolean done, @Nullable Failure failure) {
    static Result notRun(HandlerEvent event) {
      return new Result(event, false, null);
    }
  }

  private final int concurrency;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final BooleanSupplier closed;

  /**
   * A runner.
   *
   * @param concurrency how many run at once
   * @param random of the jitter of what is tried again
   * @param closed whether no more are to be begun, and failures are the stop's
   */
  EventRunner(
      int concurrency, InstantSource clock, RandomGenerator random, BooleanSupplier closed) {
    this.concurrency = concurrency;
    this.clock = clock;
    this.random = random;
    this.closed = closed;
  }

  /** Runs all of them, those of a record in the order of the list. */
  List<Result> run(List<HandlerEvent> events, Subscription subscription) {
    var groups = new LinkedHashMap<HandlerEvent.Subject, List<HandlerEvent>>();
    events.forEach(it -> groups.computeIfAbsent(it.subject(), _ -> new ArrayList<>()).add(it));
    var queue = new ConcurrentLinkedQueue<>(groups.values());
    var results = Collections.synchronizedList(new ArrayList<Result>(events.size()));
    Callable<Boolean> work = () -> drain(queue, subscription, results);
    try {
      if (Math.min(concurrency, groups.size()) == 1) {
        work.call();
      } else {
        var works = Collections.nCopies(Math.min(concurrency, groups.size()), work);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          threads.invokeAll(works);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e); // drain throws nothing
    }
    queue.forEach(group -> group.forEach(event -> results.add(Result.notRun(event))));
    return List.copyOf(results);
  }

  private boolean drain(
      Queue<List<HandlerEvent>> groups, Subscription subscription, List<Result> results) {
    for (var group = groups.poll(); group != null; group = groups.poll()) {
      boolean stopped = false;
      for (var event : group) {
        var result = stopped ? Result.notRun(event) : run(event, subscription);
        stopped |= !result.done() && (result.failure() == null || !result.failure().isFinal());
        results.add(result);
      }
    }
    return true;
  }

  private Result run(HandlerEvent event, Subscription subscription) {
    var handler = subscription.handler(event.kind());
    if (handler.isEmpty()) {
      return new Result(event, true, null); // the method has lost this annotation
    }
    if (closed.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      return Result.notRun(event);
    }
    return run(event, handler.get().action());
  }

  private Result run(HandlerEvent event, HookAction action) {
    try {
      action.run(cause(event), event.event());
      return new Result(event, true, null);
    } catch (HookError e) {
      return failed(event, e.type(), String.valueOf(e.getMessage()), true);
    } catch (Problem e) {
      return e.kind() == Problem.Kind.UNAVAILABLE && !e.code().endsWith("_unhealthy")
          ? notRun(event, e)
          : failed(event, e.code(), e.detail(), !e.code().equals(HookChain.LOOP));
    } catch (RuntimeException | Error e) {
      return failed(event, e.getClass().getSimpleName(), String.valueOf(e.getMessage()), true);
    }
  }

  private static HookCause cause(HandlerEvent event) {
    var user = event.event().path("user");
    return new HookCause(
        event.actor(),
        user.path("email").stringValue(null),
        user.path("is_admin").booleanValue(false),
        HookChain.parse(event.cause()));
  }

  /** The server has too much to do, which is no fault of the handler: no attempt is lost. */
  private Result notRun(HandlerEvent event, Problem busy) {
    var again = clock.instant().plus(FIRST_DELAY);
    return closed.getAsBoolean()
        ? Result.notRun(event)
        : new Result(event, false, new Failure(busy.code(), busy.detail(), again));
  }

  private Result failed(HandlerEvent event, String type, String message, boolean again) {
    if (closed.getAsBoolean()) {
      return Result.notRun(event);
    }
    var failed = event.failed();
    if (!again || failed.attempts() >= MOST_ATTEMPTS) {
      return new Result(failed, false, new Failure(type, message, null));
    }
    double seconds = FIRST_DELAY.toSeconds() * (1L << (failed.attempts() - 1));
    double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
    var delay = Duration.ofMillis(Math.round(seconds * jitter * 1000));
    return new Result(failed, false, new Failure(type, message, clock.instant().plus(delay)));
  }
}
