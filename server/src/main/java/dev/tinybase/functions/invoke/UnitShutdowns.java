package dev.tinybase.functions.invoke;

import dev.tinybase.compile.UnitClassLoader;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** The shutdowns that run, and a look at what still holds old versions after them. */
final class UnitShutdowns implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.tinybase.functions");
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_AT_THE_END = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_ENDED = 10_000;

  private record Ended(String unit, WeakReference<UnitClassLoader> loader, Instant at) {}

  private final InstantSource clock;
  private final Map<Thread, Instant> running = new ConcurrentHashMap<>();
  private final Queue<Ended> ended = new ArrayDeque<>(); // guarded by itself

  UnitShutdowns(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs them one after the other, on a thread of their own: it is the authors' code. */
  void begin(List<UnitShutdown> shutdowns) {
    if (shutdowns.isEmpty()) {
      return;
    }
    var now = clock.instant();
    synchronized (ended) {
      shutdowns.forEach(
          it -> ended.add(new Ended(it.unit().name(), new WeakReference<>(it.loader()), now)));
      while (ended.size() > MOST_ENDED) {
        ended.remove();
      }
    }
    var thread =
        Thread.ofVirtual()
            .name("function-" + shutdowns.getFirst().unit().name() + "-shutdown")
            .unstarted(() -> runAll(shutdowns));
    running.put(thread, now);
    thread.start();
  }

  private void runAll(List<UnitShutdown> shutdowns) {
    var thread = Thread.currentThread();
    for (var shutdown : shutdowns) {
      thread.setContextClassLoader(shutdown.loader());
      try {
        shutdown.run();
      } catch (Throwable e) { // whatever the code of a file does
        LOG.log(
            System.Logger.Level.WARNING,
            "The old version of " + shutdown.unit().name() + " cannot be ended",
            e);
      }
    }
    running.remove(thread);
  }

  /** What holds old versions: shutdowns without an end, and threads after a minute. Told once. */
  List<String> leftovers() {
    var now = clock.instant();
    var found = new ArrayList<String>();
    running.forEach((thread, since) -> {
      if (since.plus(LONGEST).isBefore(now)) {
        running.remove(thread);
        thread.interrupt();
        found.add(thread.getName() + " takes longer than ten seconds and was interrupted");
      }
    });
    synchronized (ended) {
      while (!ended.isEmpty() && !ended.element().at().plus(PATIENCE).isAfter(now)) {
        found.addAll(holders(ended.remove()));
      }
    }
    return found;
  }

  private static List<String> holders(Ended old) {
    var loader = old.loader().get();
    return loader == null
        ? List.of()
        : loader.threads().stream()
            .map(thread ->
                "The thread '%s' still holds an old version of %s%s; end it in a method with @OnShutdown"
                    .formatted(thread.getName(), old.unit(), place(thread)))
            .toList();
  }

  private static String place(Thread thread) {
    var frames = thread.getStackTrace();
    return frames.length == 0 ? "" : " (at " + frames[0] + ")";
  }

  /** Waits a moment for those that run. */
  @Override
  public void close() {
    var end = System.nanoTime() + LONGEST_AT_THE_END.toNanos();
    try {
      for (var thread : running.keySet()) {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    running.keySet().forEach(Thread::interrupt);
  }
}
