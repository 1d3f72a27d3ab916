package dev.tinybase.functions.calls;

import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.jobs.JobListener;
import dev.tinybase.jobs.JobRunner;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.records.RecordService;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.text.LoggerNames;
import dev.tinybase.text.Texts;
import dev.tinybase.threads.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Calls of functions, whoever wants them: HTTP, a schedule, the command line, another function.
 * Each is held to the limits and to the function's level, runs in the executor and leaves a record.
 *
 * <p>Problems of all calls: 429 for a caller who has too many at once, 404 for an unknown function,
 * 401 and 403 by its level, 413 for a payload that is too large, 503 when the server has too much
 * to do or the function's extension could not be loaded. A function that fails is no problem but a
 * result.
 */
public final class CallService implements AutoCloseable {
  /**
   * Figures for metrics.
   *
   * @param running calls from outside that run
   * @param waiting calls that wait for their turn
   * @param stuck calls that ignored their end and still take a thread
   */
  public record Load(int running, int waiting, int stuck) {}

  private static final Logger LOG = LoggerFactory.getLogger(CallService.class);
  private static final Logger FUNCTIONS = LoggerFactory.getLogger(LoggerNames.FUNCTIONS);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_REPORT = 8_000;

  /** The id of calls that only check a payload: a random one costs more than the check. */
  private static final UUID NOT_TO_RUN = new UUID(0, 0);

  private final Duration timeout;
  private final Duration jobTimeout;
  private final boolean keepsPayloads;
  private final Registry registry;
  private final CallExecutor executor;
  final FunctionRecords records;
  final Database database;
  final SecretStore secrets;
  final UserService users;
  final SettingLookup settings;
  final CallLog log;
  final InstantSource clock;
  private final CallRecord.Ids ids;
  private final CallLimits limits;
  final CallHooks hooks;
  final long mostResult;
  final LogLine.Level leastLevel;
  private final FunctionJobs jobs;

  /** A service that runs calls in the executor, which it closes at its end. */
  public CallService(
      Settings settings,
      Registry registry,
      HookRegistry hooks,
      CallExecutor executor,
      RecordService records,
      Database database,
      SecretStore secrets,
      AuthServices auth,
      CallLog log,
      JobService jobs,
      SettingLookup values,
      InstantSource clock) {
    var functions = settings.functions();
    this.timeout = Duration.ofSeconds(functions.timeoutSeconds());
    this.keepsPayloads = functions.recordPayloads();
    this.registry = registry;
    this.executor = executor;
    this.records = new FunctionRecords(records, auth.users());
    this.database = database;
    this.secrets = secrets;
    this.users = auth.users();
    this.settings = values;
    this.log = log;
    this.clock = clock;
    this.ids = new CallRecord.Ids(clock);
    this.limits = new CallLimits(settings, registry);
    this.hooks = new CallHooks(hooks, limits);
    this.mostResult = functions.maxResultBytes();
    this.leastLevel = LogLine.Level.valueOf(functions.logLevel().toUpperCase(Locale.ROOT));
    this.jobTimeout = Duration.ofSeconds(settings.scheduler().functionTimeoutSeconds());
    this.jobs = new FunctionJobs(this, limits, jobs, log, users, auth.applicationTokens());
  }

  /** What runs jobs that are calls of functions. */
  public JobRunner jobRunner() {
    return jobs;
  }

  /** What wants to hear of the ends of jobs. */
  public JobListener jobListener() {
    return jobs;
  }

  /** The functions that somebody may call, by name. */
  public List<Function> list(Principal who) {
    return registry.list().stream().filter(function -> Caller.mayCall(who, function)).toList();
  }

  /** A function that somebody may call. */
  public Function get(Principal who, String name) {
    var function = registry.acquire(name).orElseThrow(() -> missing(name));
    function.release(); // what is told of it needs no file
    return Caller.checked(who, function);
  }

  /**
   * A call to be, which holds the function of this name, if there is one: what it gets is read by
   * its signature. To be closed.
   */
  public Call open(Caller caller, String name) {
    return open(ids.next(), name, caller, null);
  }

  /** The same of the method behind a route, {@code extension.method}. */
  public Call openHandler(Caller caller, String name) {
    return new Call(
        this, ids.next(), name, caller, registry.acquireHandler(name).orElse(null), null);
  }

  /** A call that the function of another one makes, or a test. */
  Call open(Call outer, String name, boolean asAdmin) {
    return outer.function().isEmpty()
        ? open(outer.caller().as(asAdmin), name)
        : open(ids.next(), name, outer.caller().function(asAdmin), outer);
  }

  /** Calls the function and waits for the end. */
  public CallResult call(Call call) {
    limits.admit(call);
    hooks.ask(call);
    var outer = call.parent();
    try {
      return outer.isPresent() ? runWithin(call, outer.get()) : run(call, null);
    } catch (InterruptedException _) {
      if (outer.isEmpty()) {
        throw CallLimits.stopping();
      }
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The call was interrupted.", 1);
    }
  }

  /** Begins a call of a function that returns a stream. */
  public StreamBuffer stream(Call call) {
    limits.admit(call);
    hooks.ask(call);
    return StreamBuffer.start(call, stream -> run(call, stream));
  }

  /** Begins a call that nobody waits for; it is kept before this returns. */
  public void start(Call call) {
    start(call, _ -> {});
  }

  /**
   * The same with what else belongs into its transaction.
   *
   * @param alongside may run again, as any write may
   */
  public void start(Call call, Consumer<Sql> alongside) {
    limits.admit(call);
    hooks.ask(call);
    jobs.start(call, alongside);
  }

  /**
   * Makes a job of a function; within a transaction of this thread the job is a part of it. It acts
   * as the caller, with the rights that he has when it runs; for callers without an account with an
   * admin's. The function's level is not asked: whoever enqueues vouches for it.
   *
   * @throws Problem 404 {@code function_not_found}, 413 {@code payload_too_large}, 422 {@code
   *     invalid_payload} where the function's input refuses it
   */
  public JobService.Added enqueue(
      Caller caller, String function, JsonNode payload, JobOptions options) {
    return enqueue(caller, function, payload, options, null);
  }

  /**
   * The same for a function.
   *
   * @param outer whose function enqueues
   */
  JobService.Added enqueue(
      Caller caller, String name, JsonNode payload, JobOptions options, @Nullable Call outer) {
    var checked = checked(caller, name, payload, outer);
    return jobs.enqueue(name, checked, caller.principal(), caller.requestId(), options);
  }

  /** Throws what {@link #enqueue} would throw of the function and the payload. */
  public void check(Caller caller, String function, JsonNode payload) {
    var _ = checked(caller, function, payload, null);
  }

  /** The text of a payload that the function takes. */
  private String checked(Caller caller, String name, JsonNode payload, @Nullable Call outer) {
    try (var call = open(NOT_TO_RUN, name, caller, null)) {
      var function = call.function().orElseThrow(() -> missing(name));
      var bytes = Json.bytes(payload.isNull() ? Json.object() : payload);
      limits.checkSize(bytes.length);
      check(function, call.with(payload, bytes.length).input(), outer);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static boolean isOf(CallRecord call, Principal who) {
    return switch (who) {
      case Principal.Application program when call.tokenName() != null ->
          call.tokenName().equals(program.name());
      case Principal.User _, Principal.Application _, Principal.Anonymous _, Principal.Operator _ ->
          call.tokenName() == null && (call.userId() == null || call.userId().equals(who.userId()));
    };
  }

  /** A call that somebody may see: his own, one of nobody's, or any to admins. */
  public CallRecord find(Principal who, UUID id) {
    return log.find(id)
        .filter(call -> who.isAdmin() || isOf(call, who))
        .orElseThrow(() -> Problem.notFound("call_not_found", "Call not found"));
  }

  /**
   * What a function with the rights of this caller could ask of the server, for whoever is none:
   * tests. Calls through it are calls from outside.
   */
  public Host host(Caller caller) {
    return new CallHost(this, new Call(this, ids.next(), "test", caller, null, null));
  }

  /** Figures for metrics. */
  public Load load() {
    return new Load(limits.nowRunning(), limits.nowWaiting(), executor.stuck());
  }

  /** Lets no more calls in, gives those that run some time to end, and ends the rest. */
  @Override
  public void close() {
    limits.close();
    executor.close();
  }

  /**
   * Why a function cannot be called that is not there: 503 {@code extension_failed} where its
   * extension could not be loaded, else 404 {@code function_not_found}.
   */
  Problem missing(String name) {
    return registry
        .unavailable(name)
        .map(reason -> Problem.of(Problem.Kind.UNAVAILABLE, "extension_failed", reason))
        .orElseGet(() ->
            Problem.notFound(
                "function_not_found", "Function '" + Texts.abbreviate(name, 100) + "' not found"));
  }

  /** A call, or an asynchronous one that was let in before, perhaps by another node. */
  Call open(UUID id, String name, Caller caller, @Nullable Call outer) {
    return new Call(this, id, name, caller, registry.acquire(name).orElse(null), outer);
  }

  /** A run of a hook's handler, whose file was acquired. */
  Call open(Function handler, HookCause cause, @Nullable Call outer, HookRun hook) {
    var id = ids.next();
    var request = Objects.requireNonNullElseGet(RequestId.current(), id::toString);
    return new Call(this, id, handler.name(), Caller.hook(cause, request), handler, outer, hook);
  }

  /**
   * Waits a little for the call's turn, runs it and keeps its record.
   *
   * @param stream takes the elements of a stream; null makes a list of them
   * @throws Problem when it did not run
   * @throws InterruptedException when its turn never came
   */
  private CallResult run(Call call, @Nullable StreamBuffer stream) throws InterruptedException {
    return limits.inTurn(
        call, Duration.ZERO, PATIENCE, () -> finished(call, execute(call, stream)));
  }

  private CallResult runWithin(Call call, Call outer) throws InterruptedException {
    limits.holdFunction(call, Duration.ZERO);
    var result = call.runWithin(outer);
    call.end();
    return finished(call, result);
  }

  private CallResult finished(Call call, CallResult result) {
    log.finished(record(call, result, false));
    report(call, result);
    return result;
  }

  /** A failure that nobody has meant is an error in the call's log and in the server's. */
  void report(Call call, CallResult result) {
    if (result instanceof CallResult.Failed(CallFailure failure) && failure.isFault()) {
      var text = Texts.abbreviate(new FunctionFailure(failure).trace(), LONGEST_REPORT);
      log.line(
          call.id(), call.functionName(), new LogLine(clock.instant(), LogLine.Level.ERROR, text));
      var logged = new FunctionFailure(failure.type(), failure.message(), indented(text));
      call.ofRequest()
          .run(() ->
              FUNCTIONS.error(
                  "{} {} failed, request {}",
                  call.functionName(),
                  call.id(),
                  call.caller().requestId(),
                  logged));
    }
  }

  /** What a client sent, and an exception tells, must not look like a line of the log. */
  private static String indented(String trace) {
    return trace.replace("\n", "\n\t");
  }

  /** Runs the function of a call from outside. */
  CallResult execute(Call call, @Nullable StreamBuffer stream) {
    var limit = limit(call);
    var function = call.function().orElseThrow();
    return execute(call, limit, stream, task -> executor.execute(function, limit, task));
  }

  /** Runs a hook's handler in some place. */
  CallResult execute(Call call, Duration limit, Place place) {
    return execute(call, limit, null, place);
  }

  /** Where a call runs. */
  interface Place {
    CallResult execute(CallExecutor.Task<CallResult> task) throws Throwable;
  }

  private CallResult execute(
      Call call, Duration limit, @Nullable StreamBuffer stream, Place place) {
    try {
      return place.execute((invoker, deadline) -> call.run(invoker, deadline, stream));
    } catch (Problem notRun) {
      throw notRun;
    } catch (Throwable e) { // also a defect of ours: the call has ended all the same
      return new CallResult.Failed(failure(e, call, limit, stream));
    } finally {
      call.end();
    }
  }

  private CallFailure failure(
      Throwable thrown, Call call, Duration limit, @Nullable StreamBuffer stream) {
    return switch (thrown) {
      case InterruptedException _ when stream != null && stream.isGone() ->
          CallFailure.of(CallFailure.CLIENT_GONE, StreamBuffer.CLIENT_GONE);
      case InterruptedException _ ->
          CallFailure.of(CallFailure.STOPPED, "The server was stopped while the function ran.");
      case FunctionFailure late when late.type().equals(CallFailure.TIMEOUT) ->
          CallFailure.timeout(call.functionName(), limit);
      case FunctionFailure failure -> call.masked(failure.failure());
      default -> {
        LOG.error("call {} of {} failed unexpectedly", call.id(), call.functionName(), thrown);
        yield CallFailure.of(
            "InternalError", "Something went wrong on our side; the log tells more.");
      }
    };
  }

  /** How long the function may take. */
  private Duration limit(Call call) {
    var job = call.job().filter(_ -> call.caller().trigger() != Trigger.MANUAL);
    return job.map(it -> it.request().timeout())
        .or(() -> call.function().map(function -> function.signature().timeout()))
        .orElse(job.isPresent() ? jobTimeout : timeout);
  }

  /** Refuses what a call of the function would refuse. */
  private void check(Function function, Input input, @Nullable Call outer) {
    switch (function.signature().takes()) {
      case NOTHING, REQUEST, EVENT -> {}
      case INPUT, VALUE -> checkInput(function, input, outer);
    }
  }

  private void checkInput(Function function, Input input, @Nullable Call outer) {
    try {
      if (outer != null && outer.depth() >= 0) {
        outer.check(function, input);
      } else {
        boolean _ =
            executor.execute(
                function,
                timeout,
                (invoker, _) -> {
                  invoker.check(function.entry(), input);
                  return true;
                });
      }
    } catch (InvalidInput invalid) {
      throw Problem.invalidPayload(invalid.errors());
    } catch (Problem | FunctionException refused) {
      throw refused;
    } catch (Throwable failure) { // the author's code, or the process that it runs in
      throw Problem.unavailable(
          "payload_not_checked",
          "The payload could not be checked: %s. Try again.".formatted(failure.getMessage()),
          1);
    }
  }

  /** As the call is kept; its result too where its caller asks for it later. */
  CallRecord record(Call call, @Nullable CallResult result, boolean keepsOutput) {
    return call.record(result, keepsPayloads, keepsPayloads || keepsOutput);
  }
}
