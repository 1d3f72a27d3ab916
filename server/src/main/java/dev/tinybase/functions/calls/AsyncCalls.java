package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.jobs.LeasedJob;
import dev.tinybase.jobs.LeasedJobTable;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that nobody waits for. Each is a job, in the database before its caller is told of it: what
 * a stop or a crash interrupts runs again from its beginning, here or on another node.
 */
final class AsyncCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncCalls.class);

  /** How long this node keeps its calls when nothing is heard of it. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** How long a call may wait for its turn. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How many that were interrupted are taken at once; their payloads may be large. */
  private static final int MOST_TAKEN = 50;

  private static final int MOST_LOST = 5;
  private static final int BEAT_SECONDS = 10;
  private static final int ATTEMPTS_TO_END = 20;

  private final CallService service;
  private final CallLimits limits;
  private final Database database;
  private final LeasedJobTable jobs;
  private final CallLog log;
  private final UserService users;
  private final Set<UUID> own = ConcurrentHashMap.newKeySet(); // jobs that this life has
  private @Nullable LoopThread timer; // guarded by this

  AsyncCalls(
      CallService service,
      CallLimits limits,
      Database database,
      String node,
      CallLog log,
      UserService users) {
    this.service = service;
    this.limits = limits;
    this.database = database;
    this.jobs = new LeasedJobTable(database, service.clock, node, LEASE);
    this.log = log;
    this.users = users;
  }

  /** For a server: runs what was interrupted, and from now on what other nodes leave behind. */
  synchronized void begin() {
    look(true);
    timer =
        LoopThread.start(
            "async-calls",
            () -> {
              TimeUnit.SECONDS.sleep(BEAT_SECONDS);
              look(false);
            });
  }

  /** Makes the call a job and returns; what it holds is given back at its end. */
  void start(Call call) {
    limits.holdAsync(call);
    var job = CallJob.of(call);
    own.add(job.id());
    try {
      database.write(sql -> {
        jobs.add(sql, job);
        log.write(sql, service.record(call, null, false));
        return true;
      });
    } catch (RuntimeException e) {
      own.remove(job.id());
      throw e;
    }
    call.share();
    run(call, job);
  }

  private void run(Call call, LeasedJob job) {
    Thread.ofVirtual().name("call-" + call.id()).start(() -> attempt(call, job));
  }

  private void attempt(Call call, LeasedJob job) {
    try (call) {
      runInTurn(call, job);
    } catch (RuntimeException e) { // whose turn it is next runs it again
      if (limits.isClosed()) { // during a stop the database may be gone, which is no defect
        LOG.warn("asynchronous call {} is left for later: {}", call.id(), e.getMessage());
      } else {
        LOG.error("asynchronous call {} is left to whoever takes it next", call.id(), e);
      }
    } finally {
      own.remove(job.id());
    }
  }

  private void runInTurn(Call call, LeasedJob job) {
    try {
      limits.inTurn(
          call,
          PATIENCE,
          PATIENCE,
          () -> {
            if (jobs.begin(job)) {
              end(call, job, service.execute(call, null));
            }
            return true;
          });
    } catch (InterruptedException _) {
      release(job);
    } catch (Problem refused) {
      end(call, job, notRun(refused));
    }
  }

  private static CallResult notRun(Problem refused) {
    return new CallResult.Failed(
        new CallFailure(CallFailure.NOT_RUN, refused.detail(), refused.code(), null, null));
  }

  private void end(Call call, LeasedJob job, CallResult result) {
    var failure = result instanceof CallResult.Failed(CallFailure it) ? it : null;
    if (failure != null && limits.isClosed() && failure.type().equals(CallFailure.STOPPED)) {
      release(job);
      return;
    }
    var status = failure == null ? LeasedJob.Status.SUCCEEDED : LeasedJob.Status.FAILED;
    var type = failure == null ? null : failure.type();
    var message = failure == null ? null : failure.message();
    var record = service.record(call, result, true);
    boolean ended =
        patiently(() ->
            database.write(sql -> {
              boolean ours = jobs.end(sql, job, status, type, message);
              if (ours) {
                log.write(sql, record);
              }
              return ours;
            }));
    if (ended) {
      log.counted(record);
      service.report(call, result);
    }
  }

  /** Another start, or another node, runs it again. */
  private void release(LeasedJob job) {
    jobs.release(job, "Interrupted", "The server stopped before the call had ended.");
  }

  /** Nobody but this thread knows how the call ended: a busy database is asked again. */
  private static boolean patiently(BooleanSupplier write) {
    for (int attempt = 1; ; attempt++) {
      try {
        return write.getAsBoolean();
      } catch (Problem problem) {
        if (problem.kind() != Problem.Kind.UNAVAILABLE || attempt == ATTEMPTS_TO_END) {
          throw problem;
        }
        LockSupport.parkNanos(Duration.ofMillis(50L * attempt).toNanos());
      }
    }
  }

  /** Says that this node lives, and takes what nobody has; what fails now is tried again soon. */
  private void look(boolean start) {
    try {
      if (!own.isEmpty()) {
        jobs.renew(own);
      }
      if (own.size() < MOST_TAKEN && !limits.isClosed()) {
        var left = jobs.claim(start, id -> !own.contains(id), MOST_TAKEN);
        if (!left.isEmpty()) {
          LOG.warn("{} asynchronous calls were interrupted and run again", left.size());
        }
        left.forEach(this::resume);
      }
    } catch (RuntimeException e) {
      LOG.warn("Asynchronous calls cannot be looked after now: {}", e.getMessage());
    }
  }

  private void resume(LeasedJob job) {
    var who = CallJob.principal(job, users);
    var caller = CallJob.caller(job, who.orElseGet(Principal.Anonymous::new));
    try (var call = service.open(job.callId(), job.functionName(), caller, null)) {
      call.with(CallJob.input(job), job.payload().length());
      try {
        check(job, call, who.isPresent());
      } catch (Problem refused) {
        end(call, job, notRun(refused));
        return;
      }
      try {
        limits.holdAsync(call);
      } catch (Problem _) {
        release(job);
        return;
      }
      own.add(job.id());
      call.share();
      run(call, job);
    }
  }

  private void check(LeasedJob job, Call call, boolean hasCaller) {
    if (job.lostWorkers() >= MOST_LOST) {
      throw Problem.unavailable(
          "server_lost", "The server died " + MOST_LOST + " times while the call ran.", 1);
    }
    if (!hasCaller) {
      throw Problem.notFound("user_not_found", "The user that called it is no more.");
    }
    var _ = call.checked();
  }

  /** Looks after jobs no more; those that run have been ended by then. */
  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.close();
    }
  }
}
