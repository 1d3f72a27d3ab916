package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Lets several callers begin at the same moment. */
final class Race {
  private Race() {}

  /** The results of those that were not refused; a failure that is no refusal fails the test. */
  static <T> List<T> winners(int callers, IntFunction<Callable<T>> caller) throws Exception {
    var start = new CountDownLatch(1);
    var running = new ArrayList<Future<Optional<T>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        var call = caller.apply(i);
        running.add(threads.submit(() -> attempt(start, call)));
      }
      start.countDown();
      return collect(running);
    }
  }

  private static <T> Optional<T> attempt(CountDownLatch start, Callable<T> call) throws Exception {
    start.await();
    try {
      return Optional.of(call.call());
    } catch (Problem _) {
      return Optional.empty();
    }
  }

  private static <T> List<T> collect(List<Future<Optional<T>>> running)
      throws InterruptedException, ExecutionException {
    var winners = new ArrayList<T>();
    for (var one : running) {
      one.get().ifPresent(winners::add);
    }
    return winners;
  }
}
