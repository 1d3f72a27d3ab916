package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.hooks.HookError;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.TransactionRequired;
import dev.tinybase.json.Json;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A handler of a loaded file. It runs in the executor until it has shown to be quick, and from then
 * on, on the very thread that waits for it, which costs less; what belongs to a call or to a
 * transaction of that thread always does.
 */
final class LoadedHook implements HookAction {
  /** So many quick runs, one after the other, show that it is quick. */
  private static final int PROOF = 100;

  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** It has taken longer than it may: it has to prove itself for ever, more or less. */
  private static final int NEVER = Integer.MIN_VALUE / 2;

  /** How many requests may wait for it in the executor at once, each with a thread there. */
  private static final int AT_ONCE = 64;

  private final HookRunner runner;
  private final CallService calls;
  private final Function function;
  private final HookKind kind;
  private final Duration limit;
  private final HookFigures figures;
  private final AtomicInteger proof = new AtomicInteger();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private volatile boolean needsTransaction;

  LoadedHook(
      HookRunner runner, Function function, HookKind kind, Duration limit, HookFigures figures) {
    this.runner = runner;
    this.calls = runner.calls;
    this.function = function;
    this.kind = kind;
    this.limit = limit;
    this.figures = figures;
  }

  @Override
  public boolean needsTransaction() {
    return needsTransaction;
  }

  @Override
  public <T extends @Nullable Object> T withPlace(Supplier<T> work) {
    var outer = Call.current();
    if (outer != null && outer.invoker() != null) {
      return work.get(); // it runs where that call does
    }
    try {
      return runner.executor.withPlace(work);
    } catch (InterruptedException _) {
      throw CallLimits.stopping();
    }
  }

  @Override
  public @Nullable JsonNode run(HookCause cause, ObjectNode event) {
    var outer = Call.current();
    @Nullable HookRun outerRun = outer == null ? null : outer.hook();
    var hook = new HookRun(cause.chain().with(function.name()), kind.isOfChange(), outerRun);
    if (!function.acquire()) {
      return runSuccessor(cause, event);
    }
    try (var call = calls.open(function, cause, outer, hook)) {
      if (!kind.isBefore()) {
        runner.holdPlace(call);
      }
      return run(call.with(new Input.Event(event), 0), hook, outer);
    }
  }

  /** Another version of the file has taken the place of this one a moment ago. */
  private @Nullable JsonNode runSuccessor(HookCause cause, ObjectNode event) {
    var next = runner.successor(function.name(), kind).map(HookHandler::action).orElse(null);
    if (next == this) {
      throw CallLimits.stopping();
    }
    return next == null ? null : next.run(cause, event);
  }

  private @Nullable JsonNode run(Call call, HookRun hook, @Nullable Call outer) {
    long begun = System.nanoTime();
    boolean failed = true;
    try {
      var result = execute(call, outer);
      if (hook.needsTransaction()) {
        needsTransaction = true;
        failed = false;
        throw new TransactionRequired();
      }
      failed = result instanceof CallResult.Failed(var failure) && isFault(failure);
      return decision(call, result);
    } finally {
      long nanos = System.nanoTime() - begun;
      figures.record(nanos, failed);
      if (nanos > limit.toNanos()) {
        proof.set(NEVER);
      } else if (nanos > QUICK_NANOS) {
        proof.accumulateAndGet(0, Math::min);
      } else if (proof.get() < PROOF) {
        proof.incrementAndGet();
      }
    }
  }

  private CallResult execute(Call call, @Nullable Call outer) {
    try {
      return executed(call, outer);
    } catch (Problem e) {
      if (kind.isBefore() && e.code().endsWith("_unhealthy")) {
        // it does not end again and again, which those who wait for it need not know
        return new CallResult.Failed(CallFailure.of("NotRun", e.detail()));
      }
      throw e;
    }
  }

  private CallResult executed(Call call, @Nullable Call outer) {
    var left = outer == null ? limit : outer.remaining().orElse(limit);
    var time = left.compareTo(limit) < 0 ? left : limit;
    @Nullable Invoker around = outer == null ? null : outer.invoker();
    if (around != null || calls.database.inTransaction() || proof.get() >= PROOF) {
      return calls.execute(
          call, time, task -> runner.executor.executeHere(around, function, time, task));
    }
    return calls.execute(
        call,
        time,
        task -> {
          if (!places.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw Problem.unavailable(
                "hooks_busy", "Too many requests wait for a hook of this server; try again.", 1);
          }
          try {
            return runner.executor.execute(function, time, task);
          } finally {
            places.release();
          }
        });
  }

  private @Nullable JsonNode decision(Call call, CallResult result) {
    return switch (result) {
      case CallResult.Decided(var decision) -> decision == null ? null : checked(call, decision);
      case CallResult.Failed(var failure) -> throw failed(call, result, failure);
      case CallResult.Value _, CallResult.Http _, CallResult.Stream _, CallResult.Streamed _ ->
          null;
    };
  }

  /** A handler makes its values without a parser, which would have refused what is no JSON. */
  private JsonNode checked(Call call, ObjectNode decision) {
    try {
      return Json.check(decision);
    } catch (Problem e) {
      var failure = CallFailure.of("InvalidDecision", e.detail());
      throw failed(call, new CallResult.Failed(failure), failure);
    }
  }

  private RuntimeException failed(Call call, CallResult result, CallFailure failure) {
    var message = Objects.requireNonNullElse(failure.message(), failure.type());
    if (failure.type().equals(CallFailure.STOPPED)) {
      return CallLimits.stopping();
    }
    if (HookChain.LOOP.equals(failure.code())) {
      return Problem.conflict(HookChain.LOOP, message);
    }
    if (!isFault(failure) && kind.isBefore()) {
      return refusal(failure, message);
    }
    calls.report(call, result);
    return kind.isBefore()
        ? HookHandler.failed()
        : new HookError(Objects.requireNonNullElse(failure.code(), failure.type()), message);
  }

  /** Whether it was no refusal: the exceptions that authors refuse with have a code. */
  private static boolean isFault(CallFailure failure) {
    return failure.code() == null || failure.isFault();
  }

  private static Problem refusal(CallFailure failure, String message) {
    var problem =
        Problem.refusal(
            Objects.requireNonNullElse(failure.status(), Problem.Kind.BAD_REQUEST.status()),
            Objects.requireNonNull(failure.code()),
            message);
    return failure.details() == null
        ? problem
        : problem.member("details", Json.trusted(failure.details()));
  }
}
