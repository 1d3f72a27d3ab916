package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.jobs.JobTable;
import dev.tinybase.jobs.NodeName;
import dev.tinybase.records.RecordService;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.text.Texts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of functions, whoever wants them: HTTP, a schedule, the command line, another function.
 * Each is held to the limits and to the function's level, runs in the executor and leaves a record.
 *
 * <p>Problems of all calls: 429 for a caller who has too many at once, 404 for an unknown function,
 * 401 and 403 by its level, 413 for a payload that is too large, 503 when the server has too much
 * to do. A function that fails is no problem but a result.
 */
public final class CallService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallService.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Duration timeout;
  private final long mostPayload;
  private final boolean keepsPayloads;
  private final Duration shutdown;
  private final Registry registry;
  private final CallExecutor executor;
  final FunctionRecords records;
  final Database database;
  final SecretStore secrets;
  private final CallLog log;
  final InstantSource clock;
  private final CallRecord.Ids ids;
  private final CallLimits limits;
  final ResultReader results;
  private final LogLine.Level leastLevel;
  private final AsyncCalls async;
  private final Map<Call, Thread> running = new ConcurrentHashMap<>();
  volatile boolean closed;

  /** A service that runs calls in the executor, which it closes at its end. */
  public CallService(
      Settings settings,
      Registry registry,
      CallExecutor executor,
      RecordService records,
      Database database,
      SecretStore secrets,
      UserService users,
      CallLog log,
      InstantSource clock) {
    var functions = settings.functions();
    this.timeout = Duration.ofSeconds(functions.timeoutSeconds());
    this.mostPayload = functions.maxPayloadBytes();
    this.keepsPayloads = functions.recordPayloads();
    this.shutdown = Duration.ofSeconds(settings.server().shutdownSeconds());
    this.registry = registry;
    this.executor = executor;
    this.records = new FunctionRecords(records);
    this.database = database;
    this.secrets = secrets;
    this.log = log;
    this.clock = clock;
    this.ids = new CallRecord.Ids(clock);
    this.limits = new CallLimits(functions, registry);
    this.results = new ResultReader(functions.maxResultBytes());
    this.leastLevel = CallLogger.level(functions.logLevel());
    var node = NodeName.of(settings.server().port());
    this.async =
        new AsyncCalls(this, database, new JobTable(database, clock, node, LEASE), log, users);
  }

  /** For a server: runs the asynchronous calls that its former life did not end. */
  public void begin() {
    async.begin();
  }

  /** The functions that somebody may call, by name. */
  public List<Function> list(Principal who) {
    return registry.list().stream().filter(function -> Caller.mayCall(who, function)).toList();
  }

  /** A function that somebody may call. */
  public Function get(Principal who, String name) {
    var function = registry.find(name).orElseThrow(() -> unknown(name));
    Caller.checkMayCall(who, function);
    return function;
  }

  /**
   * A call to be, which holds the function of this name, if there is one: what it gets is read by
   * its signature. To be closed.
   */
  public Call open(Caller caller, String name) {
    return new Call(this, ids.next(), name, caller, registry.acquire(name).orElse(null), null);
  }

  /** A call that the function of another one makes, or a test. */
  Call open(Call outer, String name, boolean asAdmin) {
    if (outer.function().isEmpty()) {
      return open(outer.caller().as(asAdmin), name);
    }
    var caller = outer.caller().function(asAdmin);
    return new Call(this, ids.next(), name, caller, registry.acquire(name).orElse(null), outer);
  }

  /** Calls the function and waits for the end. */
  public CallResult call(Call call) {
    admit(call);
    try {
      return call.parent() == null ? run(call, null) : runWithin(call, call.parent());
    } catch (InterruptedException _) {
      if (call.parent() == null) {
        throw stopping();
      }
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The call was interrupted.", 1);
    }
  }

  /** Begins a call of a function that returns a stream. */
  public StreamBuffer stream(Call call) {
    admit(call);
    var stream = new StreamBuffer();
    call.share();
    var thread = Thread.ofVirtual().name("stream-" + call.id()).start(() -> give(call, stream));
    stream.begun(thread::interrupt);
    return stream;
  }

  /** Begins a call that nobody waits for; it is kept before this returns. */
  public void start(Call call) {
    admit(call);
    holdAsync(call);
    async.start(call);
  }

  /**
   * A call, if there is one and the caller may see it: his own, one of nobody's, or any to admins.
   */
  public CallRecord find(Principal who, UUID id) {
    return log.find(id)
        .filter(
            call -> who.isAdmin() || call.userId() == null || call.userId().equals(who.userId()))
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
  public CallLoad load() {
    return new CallLoad(limits.nowRunning(), limits.nowWaiting(), executor.stuck());
  }

  /** Lets no more calls in, gives those that run some time to end, and ends the rest. */
  @Override
  public void close() {
    closed = true;
    awaitNone(shutdown);
    running.values().forEach(Thread::interrupt);
    awaitNone(Duration.ofSeconds(3));
    async.close();
    executor.close();
  }

  private void awaitNone(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!running.isEmpty() && end - System.nanoTime() > 0) {
        Thread.sleep(10);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  CallLogger logger(Call call) {
    return new CallLogger(call.id(), call.functionName(), leastLevel, log, call::mask);
  }

  /** Throws the problem that refuses the call, with the checks in the contract's order. */
  private void admit(Call call) {
    boolean outside = call.parent() == null;
    if (outside) {
      if (closed) {
        throw stopping();
      }
      call.hold(limits.caller(call.caller()));
    }
    checkFunction(call);
    if (outside && call.inputBytes() > mostPayload) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "payload_too_large",
          "The payload of %d bytes exceeds maximum size of %d bytes."
              .formatted(call.inputBytes(), mostPayload));
    }
  }

  /** An asynchronous call that was let in before, perhaps by another node. */
  Call reopen(UUID id, String name, Caller caller) {
    return new Call(this, id, name, caller, registry.acquire(name).orElse(null), null);
  }

  /** Throws the 404, the 401 or the 403. */
  void checkFunction(Call call) {
    var function = call.function().orElseThrow(() -> unknown(call.functionName()));
    Caller.checkMayCall(call.caller().principal(), function);
  }

  /** Takes a place among the asynchronous calls for it. */
  void holdAsync(Call call) {
    call.hold(limits.async(call.inputBytes()));
  }

  /**
   * Waits a little for the call's turn, runs it and keeps its record.
   *
   * @param stream takes the elements of a stream; null makes a list of them
   * @throws Problem when it did not run
   * @throws InterruptedException when its turn never came
   */
  private CallResult run(Call call, @Nullable StreamBuffer stream) throws InterruptedException {
    return inTurn(
        call,
        Duration.ZERO,
        PATIENCE,
        () -> {
          var result = execute(call, stream);
          log.finished(record(call, result, false));
          return result;
        });
  }

  private CallResult runWithin(Call call, Call outer) throws InterruptedException {
    call.hold(limits.function(call.function().orElseThrow(), Duration.ZERO));
    var result = call.runWithin(outer);
    call.end();
    log.finished(record(call, result, false));
    return result;
  }

  /** Does the work of a call when it has its places; a stop of the server interrupts it. */
  <T> T inTurn(Call call, Duration forFunction, Duration forServer, Supplier<T> work)
      throws InterruptedException {
    running.put(call, Thread.currentThread());
    try {
      call.hold(limits.function(call.function().orElseThrow(), forFunction));
      call.hold(limits.running(forServer));
      return work.get();
    } finally {
      running.remove(call);
    }
  }

  /** Runs the function of a call from outside. */
  CallResult execute(Call call, @Nullable StreamBuffer stream) {
    try {
      return executor.execute(
          call.function().orElseThrow(),
          limit(call),
          (invoker, deadline) -> call.run(invoker, deadline, stream));
    } catch (Problem notRun) {
      throw notRun;
    } catch (InterruptedException _) {
      return failed(
          stream != null && stream.isGone()
              ? CallFailure.of(
                  CallFailure.CLIENT_GONE, "The client went away before the end of the stream.")
              : CallFailure.of(
                  CallFailure.STOPPED, "The server was stopped while the function ran."));
    } catch (FunctionFailure failure) {
      return failed(
          failure.type().equals(CallFailure.TIMEOUT)
              ? timeout(call)
              : CallFailure.of(failure, call::mask));
    } catch (Throwable e) { // a defect of ours; the call has ended all the same
      LOG.error("call {} of {} failed unexpectedly", call.id(), call.functionName(), e);
      return failed(
          CallFailure.of("InternalError", "Something went wrong on our side; the log tells more."));
    } finally {
      call.end();
    }
  }

  private CallFailure timeout(Call call) {
    long millis = limit(call).toMillis();
    var limit = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return CallFailure.of(
        CallFailure.TIMEOUT,
        "Function '" + call.functionName() + "' took longer than its limit of " + limit + ".");
  }

  /** How long the function may take. */
  private Duration limit(Call call) {
    return call.function().map(function -> function.signature().timeout()).orElse(timeout);
  }

  /** Whoever waits for the stream learns of its end, also of one that is a defect of ours. */
  private void give(Call call, StreamBuffer stream) {
    var refusal = Problem.of(Problem.Kind.INTERNAL, "internal_error", "The call was lost.");
    @Nullable CallResult result = null;
    try (call) {
      result = run(call, stream);
    } catch (InterruptedException _) {
      refusal = stopping();
    } catch (Problem refused) {
      refusal = refused;
    } finally {
      stream.end(result, result == null ? refusal : null);
    }
  }

  private static CallResult failed(CallFailure failure) {
    return new CallResult.Failed(failure);
  }

  /** As the call is kept; its result too where its caller asks for it later. */
  CallRecord record(Call call, @Nullable CallResult result, boolean keepsOutput) {
    return call.record(result, keepsPayloads, keepsPayloads || keepsOutput);
  }

  static Problem stopping() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }

  private static Problem unknown(String function) {
    return Problem.notFound(
        "function_not_found", "Function '" + Texts.abbreviate(function, 100) + "' not found");
  }
}
