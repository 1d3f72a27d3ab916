package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the calls that were let in, one on each thread that asks, and has them recorded. */
final class CallRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  /** How long a call that nobody waits for may wait for its turn. */
  static final Duration PATIENCE_OF_LATER = Duration.ofMinutes(10);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CallParts parts;
  private final Lanes lanes;
  private final Slots slots;
  private final Map<Ticket, Thread> running = new ConcurrentHashMap<>();

  CallRunner(CallParts parts, Lanes lanes, Slots slots) {
    this.parts = parts;
    this.lanes = lanes;
    this.slots = slots;
  }

  /**
   * Waits a little for the call's turn, runs it and keeps its record.
   *
   * @param stream takes the elements of a stream; null makes a list of them
   * @throws Problem when it did not run
   * @throws InterruptedException when its turn never came
   */
  Outcome run(Ticket ticket, @Nullable HandOver stream) throws InterruptedException {
    running.put(ticket, Thread.currentThread());
    try {
      ticket.holds(parts.slots().take(ticket.function(), Duration.ZERO));
      ticket.holds(slots.take(PATIENCE));
      return recorded(ticket, false, stream);
    } finally {
      running.remove(ticket);
    }
  }

  /** The same for a call that nobody waits for: it may wait, and its result is kept. */
  void runLater(Ticket ticket) throws InterruptedException {
    running.put(ticket, Thread.currentThread());
    try {
      ticket.holds(parts.slots().take(ticket.function(), PATIENCE_OF_LATER));
      ticket.holds(slots.take(PATIENCE_OF_LATER));
      recorded(ticket, true, null);
    } finally {
      running.remove(ticket);
    }
  }

  /** Lets the calls end by themselves for some time, then interrupts those that wait for them. */
  void finish(Duration time) {
    awaitNone(time);
    running.values().forEach(Thread::interrupt);
    awaitNone(Duration.ofSeconds(3));
  }

  @Override
  public void close() {
    lanes.close();
  }

  private Outcome recorded(Ticket ticket, boolean keepsOutput, @Nullable HandOver stream) {
    var call = ticket.begin(parts, parts.clock().instant());
    long begin = System.nanoTime();
    var ended = ended(ticket, call, stream);
    long micros = (System.nanoTime() - begin) / 1000;
    boolean keeps = parts.keepsPayloads();
    var input = keeps ? ticket.payload().kept() : null;
    parts.log().finished(call.finished(ended, micros, input, keeps || keepsOutput));
    return switch (ended) {
      case CallResult.Value(var json) -> new Outcome.Succeeded(ticket.id(), micros, json);
      case CallResult.Http(var response) -> new Outcome.Answered(ticket.id(), micros, response);
      case CallResult.Stream _, CallResult.Streamed _ -> new Outcome.Streamed(ticket.id(), micros);
      case CallResult.Failed(var failure) -> new Outcome.Failed(ticket.id(), micros, failure);
    };
  }

  private CallResult ended(Ticket ticket, OneCall call, @Nullable HandOver stream) {
    var input = ticket.payload().input();
    try {
      return lanes.with(call.info(), call.function(), lane -> call.run(lane, input, stream));
    } catch (Problem notRun) {
      throw notRun;
    } catch (InterruptedException _) {
      return new CallResult.Failed(interrupted(stream));
    } catch (FunctionFailure failure) {
      return new CallResult.Failed(
          failure.type().equals(CallFailure.TIMEOUT)
              ? timeout(ticket)
              : CallFailure.of(failure, call.tree()::mask));
    } catch (Throwable e) { // a defect of ours; the call has ended all the same
      LOG.error("call {} of {} failed unexpectedly", ticket.id(), ticket.function().name(), e);
      return new CallResult.Failed(
          CallFailure.of("InternalError", "Something went wrong on our side; the log tells more."));
    } finally {
      call.tree().end();
    }
  }

  private static CallFailure interrupted(@Nullable HandOver stream) {
    return stream != null && stream.isGone()
        ? CallFailure.of(
            CallFailure.CLIENT_GONE, "The client went away before the end of the stream.")
        : CallFailure.of(CallFailure.STOPPED, "The server was stopped while the function ran.");
  }

  private CallFailure timeout(Ticket ticket) {
    long millis = ticket.limit(parts).toMillis();
    var limit = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return CallFailure.of(
        CallFailure.TIMEOUT,
        "Function '" + ticket.function().name() + "' took longer than its limit of " + limit + ".");
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
}
