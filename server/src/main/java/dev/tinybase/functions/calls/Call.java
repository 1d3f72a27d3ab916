package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.jobs.Job;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.secrets.Mask;
import dev.tinybase.threads.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of one function, from outside or from a function: who makes it, with what, and what it
 * holds until its end. Whoever has it closes it; what it holds is given back after the last.
 */
public final class Call implements AutoCloseable {
  private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();
  private static final Input NOTHING = new Input.Json(Json.object());

  /** Where a call runs that has begun, and since when. */
  private record Run(CallInfo info, Invoker invoker, Instant started, long nanos) {}

  private final CallService service;
  private final UUID id;
  private final String functionName;
  private final Caller caller;
  private final @Nullable Function function;
  private final @Nullable Call parent; // whose function makes it; null for one from outside
  private final @Nullable HookRun hook; // that it is, or is a part of
  private HookChain chain; // of what it is a consequence
  private final Mask mask; // of the secrets that it, or one around it, has got
  private final Deque<Runnable> resources = new ArrayDeque<>(8); // guarded by this
  private int holders = 1; // guarded by this
  private Input input = NOTHING;
  private long inputBytes;
  private long micros;
  private @Nullable Job job; // that makes it run
  private volatile @Nullable Run run;
  private volatile boolean over;

  /** A call that holds its function, where there is one of this name. */
  Call(
      CallService service,
      UUID id,
      String functionName,
      Caller caller,
      @Nullable Function function,
      @Nullable Call parent) {
    this(service, id, functionName, caller, function, parent, parent == null ? null : parent.hook);
  }

  /** A run of a hook's handler, which it holds; the parent is the call that makes it necessary. */
  Call(
      CallService service,
      UUID id,
      String functionName,
      Caller caller,
      @Nullable Function function,
      @Nullable Call parent,
      @Nullable HookRun hook) {
    this.service = service;
    this.id = id;
    this.functionName = functionName;
    this.caller = caller;
    this.function = function;
    this.parent = parent;
    this.hook = hook;
    this.chain = hook != null ? hook.chain() : parent != null ? parent.chain : HookChain.NONE;
    this.mask = parent == null ? new Mask() : parent.mask;
    if (function != null) {
      resources.push(function::release);
    }
  }

  public UUID id() {
    return id;
  }

  /** The very function that will run; none where none has this name. */
  public Optional<Function> function() {
    return Optional.ofNullable(function);
  }

  /** The same, where its caller may call it; else the 404, the 503, the 401 or the 403. */
  Function checked() {
    if (function == null) {
      throw service.missing(functionName);
    }
    return Caller.checked(caller.principal(), function);
  }

  /** The call whose function asks for what this thread does; null where none does. */
  static @Nullable Call current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Does what its function asks for. */
  <T extends @Nullable Object> T answering(Supplier<T> work) {
    if (function == null) {
      return work.get(); // a test asks, which runs nowhere that hooks could run in too
    }
    return chain.call(() -> ofRequest().where(CURRENT, this).call(work::get));
  }

  /** Makes what a thread does, and logs, part of what the request wanted that led to the call. */
  ScopedValue.Carrier ofRequest() {
    return RequestId.with(caller.requestId());
  }

  /** The run of a hook's handler that it is, or is a part of. */
  @Nullable HookRun hook() {
    return hook;
  }

  /** The handlers that all it does is a consequence of. */
  HookChain chain() {
    return chain;
  }

  /** How long it took. */
  public long micros() {
    return micros;
  }

  /** What the function gets, and how many bytes it had. */
  public Call with(Input given, long bytes) {
    input = given;
    inputBytes = bytes;
    return this;
  }

  /** The same, of JSON in memory. */
  public Call with(JsonNode json) {
    return with(json, Json.bytes(json).length);
  }

  /** The same, of JSON that has so many bytes; a function that takes requests gets it as a body. */
  Call with(JsonNode json, long bytes) {
    boolean raw = function != null && function.signature().takes() == Signature.Takes.REQUEST;
    return with(
        raw
            ? new Input.Raw("POST", Map.of(), Map.of(), Json.bytes(json))
            : new Input.Json(json.isNull() ? Json.object() : json),
        bytes);
  }

  /** A job makes it run, and what has made the job. */
  Call by(Job wanting) {
    job = wanting;
    chain = HookChain.parse(wanting.request().cause());
    return this;
  }

  /** The job that makes it run. */
  Optional<Job> job() {
    return Optional.ofNullable(job);
  }

  private dev.tinybase.sdk.@Nullable Job shownJob() {
    return job == null
        ? null
        : new dev.tinybase.sdk.Job(job.id().toString(), job.attempt(), job.scheduledAt());
  }

  String functionName() {
    return functionName;
  }

  Caller caller() {
    return caller;
  }

  Optional<Call> parent() {
    return Optional.ofNullable(parent);
  }

  Input input() {
    return input;
  }

  long inputBytes() {
    return inputBytes;
  }

  /** 0 for one from outside, 1 for one of its function, and so on; -1 before it runs. */
  int depth() {
    return Optional.ofNullable(run).map(begun -> begun.info().depth()).orElse(-1);
  }

  /** The rest of its time, when it has begun. */
  Optional<Duration> remaining() {
    return Optional.ofNullable(run)
        .map(begun -> Duration.between(service.clock.instant(), begun.info().deadline()));
  }

  /** Takes something that is given back after the end, the last first. */
  synchronized void hold(Runnable giveBack) {
    resources.push(giveBack);
  }

  /** Another one has the call too, and will close it. */
  synchronized void share() {
    holders++;
  }

  @Override
  public synchronized void close() {
    holders--;
    while (holders == 0 && !resources.isEmpty()) {
      resources.pop().run();
    }
  }

  /** What runs its function; null before that begins, and where a test has the call's host. */
  @Nullable Invoker invoker() {
    return run == null ? null : run.invoker();
  }

  /** Runs the function where the one runs that calls it, and in its time. */
  CallResult runWithin(Call outer) {
    var place = Objects.requireNonNull(outer.run);
    return run(place.invoker(), place.info().deadline(), null);
  }

  /**
   * Runs the function on this thread, from now to the deadline. It throws nothing, for a call that
   * fails has a result too.
   *
   * @param stream takes the elements of a stream; null makes a list of them
   */
  CallResult run(Invoker invoker, Instant deadline, @Nullable StreamBuffer stream) {
    var called = Objects.requireNonNull(function);
    var info =
        new CallInfo(
            id,
            functionName,
            caller.requestId(),
            caller.trigger(),
            caller.user(),
            caller.as(false).principal().isAdmin(),
            deadline,
            parent == null ? 0 : parent.depth() + 1,
            shownJob());
    run = new Run(info, invoker, service.clock.instant(), System.nanoTime());
    if (caller.trigger() != Trigger.HOOK) {
      service.log.begun(() -> service.record(this, null, false));
    }
    var host = new CallHost(service, this);
    var printedTo = FunctionOutput.printTo(host);
    called.acquire(); // one that does not end needs its file longer than whoever waits for it
    try {
      var result =
          invoker
              .invoke(called.entry(), info, host, input)
              .read(service.mostResult, stream == null ? null : new MaskedStream(stream, mask));
      // what a function gives to the one that has called it has not left the server yet
      return mask.isEmpty() || parent != null ? result : MaskedStream.hide(result, mask);
    } catch (Throwable e) { // the function may throw anything, and each of it is an end of its call
      return new CallResult.Failed(masked(CallFailure.of(e)));
    } finally {
      FunctionOutput.printTo(printedTo);
      over = true;
      called.release();
    }
  }

  /** Reads an input of another function as a call would, where this one runs. */
  void check(Function other, Input given) {
    Objects.requireNonNull(run).invoker().check(other.entry(), given);
  }

  /** Nobody waits for it any more, and its function can do nothing more. */
  void end() {
    over = true;
    var begun = run;
    micros = begun == null ? 0 : (System.nanoTime() - begun.nanos()) / 1000;
  }

  boolean isOver() {
    return over || (parent != null && parent.isOver());
  }

  /** Hides the secrets that functions have got, in all that leaves the call. */
  Mask mask() {
    return mask;
  }

  CallFailure masked(CallFailure failure) {
    return failure.masked(mask::hide, mask::hideJson);
  }

  /** As it is kept; without a result while it waits or runs. */
  CallRecord record(@Nullable CallResult result, boolean keepsInput, boolean keepsOutput) {
    var begun = run;
    var started = begun == null ? service.clock.instant() : begun.started();
    var failure = result instanceof CallResult.Failed(CallFailure it) ? it : null;
    return new CallRecord(
        id,
        functionName,
        result == null ? Status.RUNNING : failure == null ? Status.SUCCEEDED : Status.FAILED,
        caller.trigger(),
        caller.triggerId(),
        job == null ? null : job.id(),
        parent == null ? null : parent.id,
        caller.principal().userId(),
        caller.principal() instanceof Principal.Application program ? program.name() : null,
        function == null ? null : function.versionId(),
        function == null ? "" : function.hash(),
        caller.requestId(),
        chain.text(),
        started,
        result == null ? null : started.plusNanos(micros * 1000),
        micros,
        failure == null ? null : failure.type(),
        failure == null ? null : failure.message(),
        failure == null ? null : failure.code(),
        failure == null ? null : failure.details(),
        failure == null ? null : failure.trace(),
        keepsInput ? kept(Json.bytes(input.kept())) : null,
        keepsOutput && result instanceof CallResult.Value(byte[] json) ? kept(json) : null);
  }

  private byte[] kept(byte[] json) {
    return mask.isEmpty() ? json : mask.hideJson(json);
  }
}
