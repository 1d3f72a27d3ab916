package dev.tinybase.functions.calls;

import dev.tinybase.auth.ApplicationTokens;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobListener;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.jobs.JobRunner;
import dev.tinybase.jobs.JobService;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Trigger;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Jobs that are calls of functions: asynchronous ones, what is enqueued, and what schedules want.
 * What a stop or a crash interrupts runs again from its beginning, here or on another node.
 */
final class FunctionJobs implements JobRunner, JobListener {
  /** How long a job waits here for a place of its function, or of the server, before others. */
  private static final Duration FUNCTION_PATIENCE = Duration.ofMillis(500);

  private static final Duration SERVER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration POSTPONED = Duration.ofSeconds(1);
  private static final String NO_USER = "user_not_found";

  /** When another node may have taken a call that waits here. */
  private static final long OLD_NANOS = Duration.ofSeconds(5).toNanos();

  /** An asynchronous call of this life that waits, with the places that it holds. */
  private record Waiting(Call call, long since) {}

  private final CallService service;
  private final CallLimits limits;
  private final JobService jobs;
  private final CallLog log;
  private final UserService users;
  private final ApplicationTokens applications;
  private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

  FunctionJobs(
      CallService service,
      CallLimits limits,
      JobService jobs,
      CallLog log,
      UserService users,
      ApplicationTokens applications) {
    this.service = service;
    this.limits = limits;
    this.jobs = jobs;
    this.log = log;
    this.users = users;
    this.applications = applications;
  }

  /**
   * Makes an asynchronous call a job and returns; what it holds is given back at its end.
   *
   * @param alongside what else belongs into the transaction
   */
  void start(Call call, Consumer<Sql> alongside) {
    limits.holdAsync(call);
    var caller = call.caller();
    var wanted =
        request(
            call.functionName(),
            JobPayload.of(call.input()),
            caller.principal(),
            JobRequest.MANUAL,
            caller.requestId(),
            JobOptions.DEFAULT.attempts(1));
    var record = service.record(call, null, false);
    call.share();
    waiting.put(call.id(), new Waiting(call, System.nanoTime()));
    boolean done = false;
    try {
      jobs.add(
          call.id(),
          wanted,
          sql -> {
            log.write(sql, record);
            alongside.accept(sql);
          });
      done = true;
    } finally {
      if (!done) {
        drop(call.id());
      }
    }
  }

  /** Makes a job of a payload that was checked. */
  JobService.Added enqueue(
      String function, String payload, Principal who, String requestId, JobOptions options) {
    // a function is the operator's code and vouches for what it enqueues for those without account
    var actor = who instanceof Principal.User ? who : new Principal.Operator();
    return jobs.add(
        request(
            function,
            new JobPayload(JobRequest.JSON, payload),
            actor,
            JobRequest.JOB,
            requestId,
            options));
  }

  private JobRequest request(
      String function,
      JobPayload payload,
      Principal who,
      String trigger,
      String requestId,
      JobOptions options) {
    var at = options.at();
    var actor =
        switch (who) {
          case Principal.User _ -> Job.Actor.USER;
          case Principal.Application _ -> Job.Actor.APPLICATION;
          case Principal.Anonymous _ -> Job.Actor.ANONYMOUS;
          case Principal.Operator _ -> Job.Actor.OPERATOR;
        };
    return new JobRequest(
        function,
        payload.type(),
        payload.json(),
        actor,
        who instanceof Principal.Application application ? application.id() : who.userId(),
        trigger,
        requestId,
        options.priority(),
        at != null ? at : service.clock.instant().plus(options.delay()),
        options.uniqueKey(),
        options.attempts(),
        JobRequest.RETRY_DELAY,
        null,
        null,
        HookChain.current().text());
  }

  @Override
  public JobResult run(Job job, UUID callId) throws InterruptedException {
    var kept = waiting.remove(job.id());
    try (var call = kept == null ? open(job, callId) : kept.call().by(job)) {
      var result = call.chain().call(() -> attempt(job, call));
      if (kept != null && result instanceof JobResult.Postponed) {
        call.share();
        waiting.put(job.id(), kept);
      }
      return result;
    }
  }

  private Call open(Job job, UUID callId) {
    var request = job.request();
    var trigger = Trigger.valueOf(request.triggerType().toUpperCase(Locale.ROOT));
    var occurrence = request.occurrence();
    var triggerId =
        switch (trigger) {
          case MANUAL, FUNCTION, HOOK, ROUTE -> null;
          case JOB -> job.id();
          case SCHEDULE -> occurrence == null ? null : occurrence.scheduleId();
        };
    var caller = new Caller(principal(job), "", trigger, triggerId, request.requestId());
    var call = service.open(callId, request.functionName(), caller, null);
    var payload = Objects.requireNonNullElse(request.payload(), "{}");
    return new JobPayload(request.payloadType(), payload).to(call.by(job));
  }

  /** In whose name it runs, with the rights that he has now; of one who is no more, nobody's. */
  private Principal principal(Job job) {
    return switch (job.request().actsAs()) {
      case ANONYMOUS -> new Principal.Anonymous();
      case OPERATOR -> new Principal.Operator();
      case APPLICATION ->
          Optional.ofNullable(job.request().actorId())
              .<Principal>flatMap(applications::principal)
              .orElseGet(Principal.Anonymous::new);
      case USER ->
          Optional.ofNullable(job.request().actorId())
              .flatMap(users::find)
              .<Principal>map(it -> new Principal.User(it.id(), it.email(), it.isAdmin(), job.id()))
              .orElseGet(Principal.Anonymous::new);
    };
  }

  private JobResult attempt(Job job, Call call) throws InterruptedException {
    try {
      check(job, call);
      return limits.inTurn(
          call, FUNCTION_PATIENCE, SERVER_PATIENCE, () -> ended(call, service.execute(call, null)));
    } catch (Problem refused) {
      return CallLimits.isBusy(refused)
          ? new JobResult.Postponed(POSTPONED)
          : ended(
              call,
              new CallResult.Failed(
                  new CallFailure(
                      CallFailure.NOT_RUN, refused.detail(), refused.code(), null, null)));
    }
  }

  /** Whoever enqueues vouches for it; only an asynchronous call asks for the function's level. */
  private void check(Job job, Call call) {
    boolean isNobody = call.caller().principal() instanceof Principal.Anonymous;
    if (isNobody && job.request().actsAs() != Job.Actor.ANONYMOUS) {
      throw Problem.notFound(NO_USER, "The user or application token that it acts as is no more.");
    }
    if (job.request().triggerType().equals(JobRequest.MANUAL) || call.function().isEmpty()) {
      var _ = call.checked();
    }
    if (!job.request().triggerType().equals(JobRequest.MANUAL)) {
      service.hooks.ask(call); // an asynchronous call was asked about when it was let in
    }
  }

  private JobResult ended(Call call, CallResult result) {
    var attempt = new CallAttempt(service, log, call, result);
    if (!(result instanceof CallResult.Failed(CallFailure failure))) {
      return new JobResult.Succeeded(attempt);
    }
    return failure.type().equals(CallFailure.STOPPED)
        ? new JobResult.Interrupted(attempt)
        : new JobResult.Failed(failure.type(), failure.message(), mayHelp(failure), attempt);
  }

  /** Whether another attempt may end in another way: an input stays bad, a chain of hooks long. */
  private static boolean mayHelp(CallFailure failure) {
    return !failure.isInvalidInput()
        && !NO_USER.equals(failure.code())
        && !HookChain.LOOP.equals(failure.code());
  }

  /** An asynchronous call has a record before it runs, which ends with it, though it never ran. */
  @Override
  public void ended(Sql sql, Job job) {
    boolean isLost = Job.WORKER_LOST.equals(job.errorType());
    if (job.request().triggerType().equals(JobRequest.MANUAL)
        && (isLost || job.status() == Job.Status.CANCELLED)) {
      var message = job.errorMessage();
      var failure =
          isLost
              ? new CallFailure(CallFailure.NOT_RUN, message, "server_lost", null, null)
              : new CallFailure(CallFailure.CANCELLED, message, null, null, null);
      log.end(sql, job.id(), failure, service.clock.instant());
      sql.afterCommit(() -> drop(job.id()));
    }
  }

  /** Calls that wait here and that another node has taken, or ended, hold their places no more. */
  @Override
  public void looked() {
    long now = System.nanoTime();
    var old = waiting.entrySet().stream().filter(it -> now - it.getValue().since() > OLD_NANOS);
    var ids = old.map(Map.Entry::getKey).toList();
    if (!ids.isEmpty()) {
      var queued = jobs.queued(JobRequest.MANUAL);
      ids.stream().filter(id -> !queued.contains(id)).forEach(this::drop);
    }
  }

  private void drop(UUID id) {
    var dropped = waiting.remove(id);
    if (dropped != null) {
      dropped.call().close();
    }
  }
}
