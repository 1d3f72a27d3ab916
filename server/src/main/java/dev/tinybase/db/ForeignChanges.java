package dev.tinybase.db;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Calls those who listen to a topic after somebody else has changed it, each topic on a thread of
 * its own, and again each second until all of them have returned normally.
 */
final class ForeignChanges implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ForeignChanges.class.getName());
  private static final long RETRY_MILLIS = 1000;

  /** What is not taken over for longer than this makes the node outdated. */
  static final Duration BOUND = Duration.ofSeconds(5);

  private static final class Listeners {
    final List<Runnable> all = new CopyOnWriteArrayList<>();
    boolean running; // these are guarded by the outer object
    boolean pending;
    boolean outdated;
    long outdatedSince;

    void outdated(long since) {
      if (!outdated) {
        outdated = true;
        outdatedSince = since;
      }
    }
  }

  private final Executor executor;
  private final Map<Topic, Listeners> topics = new EnumMap<>(Topic.class); // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param executor runs each round of calls, on the thread that asks for it
   */
  ForeignChanges(Executor executor) {
    this.executor = executor;
  }

  synchronized void listen(Topic topic, Runnable listener) {
    topics.computeIfAbsent(topic, _ -> new Listeners()).all.add(listener);
  }

  /** Has the topics taken over, and returns at once. */
  synchronized void changed(Collection<Topic> changed) {
    for (var topic : changed) {
      var listeners = topics.get(topic);
      if (listeners != null && !closed) {
        listeners.pending = true;
        listeners.outdated(System.nanoTime());
        if (!listeners.running) {
          listeners.running = true;
          Thread.ofVirtual()
              .name("tinybase-foreign-change")
              .start(() -> takeOver(topic, listeners));
        }
      }
    }
  }

  /** Whether nothing waits for longer than it should. */
  synchronized boolean isCurrent() {
    long now = System.nanoTime();
    return topics.values().stream()
        .noneMatch(topic -> topic.outdated && now - topic.outdatedSince > BOUND.toNanos());
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void takeOver(Topic topic, Listeners listeners) {
    boolean failed = false;
    while (isToBegin(listeners)) {
      long begun = System.nanoTime();
      try {
        executor.execute(() -> callEach(listeners.all));
        if (failed) {
          LOG.log(System.Logger.Level.INFO, "The changed {0} are taken over now", topic);
        }
        failed = false;
        done(listeners, begun);
      } catch (Throwable t) {
        if (!failed) {
          LOG.log(
              System.Logger.Level.WARNING,
              "Cannot take over the " + topic + " that another process changed; trying again",
              t);
        }
        failed = true;
        awaitRetry(listeners);
      }
    }
  }

  /** Calls all of them, also after the failure of one. */
  private static void callEach(List<Runnable> listeners) {
    @Nullable RuntimeException failure = null;
    for (var listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized boolean isToBegin(Listeners listeners) {
    listeners.running = listeners.pending && !closed;
    listeners.pending = false;
    return listeners.running;
  }

  /** Another change may have come since this one was begun to be taken over. */
  private synchronized void done(Listeners listeners, long begun) {
    listeners.outdated = false;
    if (listeners.pending) {
      listeners.outdated(begun);
    }
  }

  private synchronized void awaitRetry(Listeners listeners) {
    listeners.pending = true;
    try {
      long end = System.nanoTime() + RETRY_MILLIS * 1_000_000;
      for (long left = RETRY_MILLIS; !closed && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "Nobody interrupts this thread", e);
    }
  }
}
