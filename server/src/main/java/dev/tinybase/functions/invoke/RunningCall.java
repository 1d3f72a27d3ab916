package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.sdk.Context;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A call while it runs: what its contexts share, and the checks of everything they do. */
final class RunningCall {
  private final LoadedFile file;
  private final CallInfo info;
  private final Host host;
  private volatile boolean ended;
  private volatile @Nullable Thread inTransaction;
  private @Nullable ExecutorService executor;

  RunningCall(LoadedFile file, CallInfo info, Host host) {
    this.file = file;
    this.info = info;
    this.host = host;
  }

  /** The call, while it has not ended. */
  CallInfo info() {
    checkAlive();
    return info;
  }

  LoadedFile file() {
    checkAlive();
    return file;
  }

  /** The server, while the call's time is not over: a call that only waits for it ends here. */
  Host host() {
    checkTime();
    @Nullable Thread owner = inTransaction;
    if (owner != null && owner != Thread.currentThread()) {
      throw new IllegalStateException(
          "A transaction is open on another thread of this call; do its work on that thread.");
    }
    return host;
  }

  /** The server's log, which takes lines also when the time is over. */
  Host log() {
    checkAlive();
    return host;
  }

  Duration remaining() {
    var left = Duration.between(file.clock().instant(), info().deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    var server = host();
    @Nullable Thread before = inTransaction;
    inTransaction = Thread.currentThread();
    try {
      return server.transaction(work);
    } finally {
      inTransaction = before;
    }
  }

  synchronized ExecutorService executor() {
    checkTime();
    if (executor == null || executor.isShutdown()) {
      executor = CallThreads.of(info.function());
    }
    return executor;
  }

  /** Makes its contexts useless and interrupts what still runs beside it. */
  void end() {
    ended = true;
    endThreads();
  }

  private void endThreads() {
    if (executorStarted()) {
      synchronized (this) {
        if (executor != null) {
          executor.shutdownNow();
        }
      }
    }
  }

  private synchronized boolean executorStarted() {
    return executor != null;
  }

  private void checkTime() {
    checkAlive();
    if (!file.clock().instant().isBefore(info.deadline())) {
      throw new FunctionFailure(
          "TimeoutError", "The call of '" + info.function() + "' took longer than it may.", null);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new FunctionFailure(
          "InterruptedException", "The call of '" + info.function() + "' was interrupted.", null);
    }
  }

  private void checkAlive() {
    if (ended) {
      throw new IllegalStateException(
          "The call of '" + info.function() + "' has ended; a context is of no use after that.");
    }
  }
}
