package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a call's stream on their way from the function's thread to the one that writes to the
 * client. There is room for a few; then the function waits. Close it when nobody wants the rest.
 */
public final class StreamBuffer implements CallResult.ElementSink, AutoCloseable {
  static final String CLIENT_GONE = "The client went away before the end of the stream.";
  private static final int MOST = 64;
  private static final long MOST_BYTES = 256 << 10;

  private final Deque<CallResult.Element> elements = new ArrayDeque<>(); // these by this
  private long bytes;
  private boolean gone;
  private @Nullable CallResult result;
  private @Nullable Problem refusal;
  private Runnable cancel = () -> {};

  /** Runs the call, whose elements it puts into the stream. */
  interface Source {
    CallResult fill(StreamBuffer stream) throws InterruptedException;
  }

  /** What comes of a stream. */
  public sealed interface Step {
    /**
     * An element.
     *
     * @param more whether the next one is there already
     */
    record Next(CallResult.Element element, boolean more) implements Step {}

    /** Nothing has come for as long as one wanted to wait. */
    record Pause() implements Step {}

    /** The call has ended; nothing comes any more. */
    record End(CallResult result) implements Step {}
  }

  /**
   * Waits for what comes next; a pause when there is nothing for so long.
   *
   * @throws Problem when the call is not let in, instead of the first step
   */
  public synchronized Step next(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); elements.isEmpty() && isOn() && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    var element = elements.poll();
    if (element != null) {
      bytes -= element.json().length;
      notifyAll();
      return new Step.Next(element, !elements.isEmpty());
    }
    if (refusal != null) {
      throw refusal;
    }
    return result == null ? new Step.Pause() : new Step.End(result);
  }

  /** Nobody wants the rest: a call that is still on is ended. */
  @Override
  public synchronized void close() {
    gone = true;
    notifyAll();
    if (isOn()) {
      cancel.run();
    }
  }

  @Override
  public synchronized void put(CallResult.Element element) throws InterruptedException {
    while (!gone && isFull(element)) {
      wait();
    }
    if (gone) {
      throw new FunctionFailure(CallFailure.CLIENT_GONE, CLIENT_GONE, null);
    }
    elements.add(element);
    bytes += element.json().length;
    notifyAll();
  }

  /** Begins a call whose elements are passed on, on a thread of its own. */
  static StreamBuffer start(Call call, Source source) {
    var stream = new StreamBuffer();
    call.share();
    var thread = Thread.ofVirtual().name("stream-" + call.id());
    stream.begin(thread.start(() -> call.ofRequest().run(() -> stream.fill(call, source))));
    return stream;
  }

  private synchronized void begin(Thread thread) {
    cancel = thread::interrupt;
  }

  /** Whoever waits for the stream learns of its end, also of one that is a defect of ours. */
  private void fill(Call call, Source source) {
    var refused = Problem.of(Problem.Kind.INTERNAL, "internal_error", "The call was lost.");
    @Nullable CallResult end = null;
    try (call) {
      end = source.fill(this);
    } catch (InterruptedException _) {
      refused = CallLimits.stopping();
    } catch (Problem problem) {
      refused = problem;
    } finally {
      end(end, end == null ? refused : null);
    }
  }

  /** The call is over, or was never let in. */
  private synchronized void end(@Nullable CallResult end, @Nullable Problem refused) {
    result = end;
    refusal = refused;
    notifyAll();
  }

  synchronized boolean isGone() {
    return gone;
  }

  private boolean isOn() {
    return result == null && refusal == null;
  }

  private boolean isFull(CallResult.Element element) {
    return !elements.isEmpty()
        && (elements.size() >= MOST || bytes + element.json().length > MOST_BYTES);
  }
}
