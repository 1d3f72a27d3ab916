package dev.tinybase.functions.executor;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.threads.RequestId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works for somebody else and runs a function in between. It is interrupted when the
 * time of that is over, and is told to be stuck when the function goes on nevertheless.
 */
final class BorrowedThread implements TaskWatch.Watched {
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final Function function;
  private final TaskWatch watch;
  private final Thread thread = Thread.currentThread();
  private final @Nullable String request = RequestId.current();
  private final long deadline;
  private boolean expired; // these are guarded by this
  private boolean over;
  private @Nullable Runnable whenFreed;

  /** The current thread. */
  BorrowedThread(Function function, Duration limit, TaskWatch watch) {
    this.function = function;
    this.watch = watch;
    deadline = System.nanoTime() + limit.toNanos();
  }

  @Override
  public synchronized void expire(long now) {
    if (over || now - deadline < 0) {
      return;
    }
    if (!expired) {
      expired = true;
      thread.interrupt();
    } else if (whenFreed == null && now - deadline > GRACE) {
      RequestId.run(request, () -> whenFreed = watch.addStuck(function, thread));
    }
  }

  /**
   * The function has ended; from here on nobody interrupts the thread on account of it.
   *
   * @throws FunctionFailure where that was too late
   */
  synchronized void end() {
    over = true;
    if (whenFreed != null) {
      whenFreed.run();
    }
    if (expired) {
      Thread.interrupted();
      throw new FunctionFailure(
          CallFailure.TIMEOUT, "Function '" + function.name() + "' took longer than it may.", null);
    }
  }
}
