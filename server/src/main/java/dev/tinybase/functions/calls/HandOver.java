package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a stream on their way from the function's thread to the one that writes to the
 * client. There is room for a few; then the function waits.
 */
final class HandOver implements Drawing.Sink {
  private static final int MOST = 64;
  private static final long MOST_BYTES = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<CallResult.Element> items =
      new ArrayDeque<>(); // these are guarded by the lock
  private long bytes;
  private boolean gone;
  private @Nullable Outcome outcome;
  private @Nullable Problem refusal;

  @Override
  public void put(CallResult.Element item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!gone && isFull(item)) {
        changed.await();
      }
      if (gone) {
        throw new FunctionFailure(
            CallFailure.CLIENT_GONE, "The client went away before the end of the stream.", null);
      }
      items.add(item);
      bytes += item.json().length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next step, or a pause when there is none for so long. */
  StreamedCall.Step next(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && outcome == null && refusal == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return step();
    } finally {
      lock.unlock();
    }
  }

  /** The call is over, or was never let in. */
  void end(@Nullable Outcome end, @Nullable Problem refused) {
    lock.lock();
    try {
      outcome = end;
      refusal = refused;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody wants the rest; whether the call was still on. */
  boolean leave() {
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
      return outcome == null && refusal == null;
    } finally {
      lock.unlock();
    }
  }

  boolean isGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  private StreamedCall.Step step() {
    var item = items.poll();
    if (item != null) {
      bytes -= item.json().length;
      changed.signalAll();
      return new StreamedCall.Step.Element(item, !items.isEmpty());
    }
    if (refusal != null) {
      throw refusal;
    }
    return outcome == null ? new StreamedCall.Step.Pause() : new StreamedCall.Step.End(outcome);
  }

  private boolean isFull(CallResult.Element item) {
    return !items.isEmpty() && (items.size() >= MOST || bytes + item.json().length > MOST_BYTES);
  }
}
