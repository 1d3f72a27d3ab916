package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallResult;
import java.time.Duration;
import java.util.UUID;

/** A call whose result comes in pieces. Close it when nobody wants the rest. */
public final class StreamedCall implements AutoCloseable {
  private final UUID callId;
  private final HandOver handOver;
  private final Runnable cancel;

  /**
   * A call that has begun.
   *
   * @param cancel ends it before its time
   */
  StreamedCall(UUID callId, HandOver handOver, Runnable cancel) {
    this.callId = callId;
    this.handOver = handOver;
    this.cancel = cancel;
  }

  /** The call's id. */
  public UUID callId() {
    return callId;
  }

  /**
   * Waits for what comes next.
   *
   * @throws dev.tinybase.errors.Problem when the call is not let in, instead of the first step
   */
  public Step next(Duration patience) throws InterruptedException {
    return handOver.next(patience);
  }

  @Override
  public void close() {
    if (handOver.leave()) {
      cancel.run();
    }
  }

  /** What comes of a stream. */
  public sealed interface Step {
    /**
     * An element.
     *
     * @param more whether the next one is there already
     */
    record Element(CallResult.Element item, boolean more) implements Step {}

    /** Nothing has come for as long as one wanted to wait. */
    record Pause() implements Step {}

    /** The call has ended; nothing comes any more. */
    record End(Outcome outcome) implements Step {}
  }
}
