package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.records.RecordService;
import dev.tinybase.secrets.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions, whoever wants them: HTTP, a schedule, the command line. Each is held to the
 * limits and to the function's level, runs on a lane and leaves a record.
 *
 * <p>Problems of all calls: 429 for a caller who has too many at once, 404 for an unknown function,
 * 401 and 403 by its level, 413 for a payload that is too large, 503 when the server has too much
 * to do. A function that fails is no problem but an outcome.
 */
public final class CallService implements AutoCloseable {
  private final Registry registry;
  private final CallParts parts;
  private final Lanes lanes;
  private final Slots slots;
  private final Admission admission;
  private final Backlog backlog = new Backlog();
  private final CallRunner runner;
  private final Duration shutdown;

  /** A service that runs calls on the lanes, which it closes at its end. */
  public CallService(
      Settings settings,
      Registry registry,
      Lanes lanes,
      RecordService records,
      Database database,
      Secrets secrets,
      CallLog log,
      InstantSource clock) {
    var functions = settings.functions();
    this.registry = registry;
    this.lanes = lanes;
    this.parts = CallParts.of(functions, registry, records, database, secrets, log, clock);
    this.slots = new Slots(functions.maxConcurrent());
    this.admission = new Admission(functions, registry, parts.ids());
    this.runner = new CallRunner(parts, lanes, slots);
    this.shutdown = Duration.ofSeconds(settings.server().shutdownSeconds());
  }

  /** The functions that somebody may call, by name. */
  public List<Function> list(Principal who) {
    return registry.list().stream().filter(function -> Access.allows(function, who)).toList();
  }

  /** The function of this name, for whoever must know how it is called before it is. */
  public Optional<Function> peek(String name) {
    return registry.find(name);
  }

  /** A function that somebody may call. */
  public Function get(Principal who, String name) {
    var function = registry.find(name).orElseThrow(() -> Missing.of(name));
    Access.check(function, who);
    return function;
  }

  /** Calls a function and waits for its end. */
  public Outcome call(Caller caller, String name, Payload payload) {
    try (var ticket = admission.admit(caller, name, payload)) {
      return runner.run(ticket, null);
    } catch (InterruptedException _) {
      throw Admission.stopping();
    }
  }

  /** Begins a call of a function that returns a stream. */
  public StreamedCall stream(Caller caller, String name, Payload payload) {
    var ticket = admission.admit(caller, name, payload);
    var handOver = new HandOver();
    var thread =
        Thread.ofVirtual().name("stream-" + ticket.id()).start(() -> give(ticket, handOver));
    return new StreamedCall(ticket.id(), handOver, thread::interrupt);
  }

  /** Begins a call that nobody waits for; its id, under which {@link #find} tells of it. */
  public UUID start(Caller caller, String name, Payload payload) {
    var ticket = admission.admit(caller, name, payload);
    try {
      ticket.holds(backlog.take(payload.bytes()));
    } catch (Problem full) {
      ticket.close();
      throw full;
    }
    var call = ticket.begin(parts, parts.clock().instant());
    parts
        .log()
        .started(
            call.running(parts.keepsPayloads() ? payload.kept() : null),
            call.info().deadline().plus(CallRunner.PATIENCE_OF_LATER));
    Thread.ofVirtual().name("call-" + ticket.id()).start(() -> finish(ticket, call));
    return ticket.id();
  }

  /**
   * A call, if there is one and the caller may see it: his own, one of nobody's, or any to admins.
   */
  public CallRecord find(Principal who, UUID id) {
    return parts
        .log()
        .find(id)
        .filter(
            call -> who.isAdmin() || call.userId() == null || call.userId().equals(who.userId()))
        .orElseThrow(Missing::call);
  }

  /**
   * What a function with the rights of this caller could ask of the server, for whoever is none:
   * tests. Calls through it are calls from outside.
   */
  public Host host(Caller caller) {
    return new OutsideHost(this, parts, caller);
  }

  /** Figures for metrics. */
  public CallStatus status() {
    return new CallStatus(slots.running(), slots.waiting(), lanes.stuck());
  }

  /** Lets no more calls in, gives those that run some time to end, and ends the rest. */
  @Override
  public void close() {
    admission.close();
    runner.finish(shutdown);
    runner.close();
  }

  /** Whoever waits for the stream learns of its end, also of one that is a defect of ours. */
  private void give(Ticket ticket, HandOver handOver) {
    var refusal = Problem.of(Problem.Kind.INTERNAL, "internal_error", "The call was lost.");
    @Nullable Outcome outcome = null;
    try (ticket) {
      outcome = runner.run(ticket, handOver);
    } catch (InterruptedException _) {
      refusal = Admission.stopping();
    } catch (Problem refused) {
      refusal = refused;
    } finally {
      handOver.end(outcome, outcome == null ? refusal : null);
    }
  }

  private void finish(Ticket ticket, OneCall call) {
    try (ticket) {
      runner.runLater(ticket);
    } catch (InterruptedException _) {
      notRun(
          call,
          CallFailure.of(CallFailure.STOPPED, "The server was stopped before the function ran."));
    } catch (Problem refused) {
      notRun(call, new CallFailure("NotRun", refused.detail(), refused.code(), null, null));
    }
  }

  private void notRun(OneCall call, CallFailure failure) {
    parts.log().finished(call.finished(new CallResult.Failed(failure), 0, null, false));
  }
}
