package dev.tinybase.db;

import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls those who listen to a topic after somebody else has changed it, each topic in a loop of its
 * own, and again until all of them have returned normally.
 */
final class ForeignChanges implements AutoCloseable {
  /** What is not taken over for longer than this makes the node outdated. */
  static final Duration BOUND = Duration.ofSeconds(5);

  private final Executor executor;
  private final Map<Topic, Listeners> topics = new EnumMap<>(Topic.class);

  /**
   * @param executor runs each round of calls, on the thread that asks for it
   */
  ForeignChanges(Executor executor) {
    this.executor = executor;
    for (var topic : Topic.values()) {
      topics.put(topic, new Listeners(topic));
    }
  }

  void listen(Topic topic, Runnable listener) {
    listeners(topic).all.add(listener);
  }

  /** Has the topics taken over, and returns at once. */
  void changed(Collection<Topic> changed) {
    changed.forEach(topic -> listeners(topic).changed());
  }

  /** Whether nothing waits for longer than it should. */
  boolean isCurrent() {
    return topics.values().stream().allMatch(Listeners::isCurrent);
  }

  @Override
  public void close() {
    topics.values().forEach(Listeners::close);
  }

  @SuppressWarnings("NullAway") // each topic has its listeners
  private Listeners listeners(Topic topic) {
    return topics.get(topic);
  }

  /** Those of one topic. Their loop begins with the first change. */
  private final class Listeners {
    private final Topic topic;
    private final List<Runnable> all = new CopyOnWriteArrayList<>();
    private @Nullable LoopThread loop; // these are guarded by this
    private boolean closed;
    private long changes;
    private long takenOver;
    private long outdatedSince;

    Listeners(Topic topic) {
      this.topic = topic;
    }

    synchronized void changed() {
      if (all.isEmpty() || closed) {
        return;
      }
      if (changes++ == takenOver) {
        outdatedSince = System.nanoTime();
      }
      if (loop == null) {
        var name = "foreign-" + topic.name().toLowerCase(Locale.ROOT);
        loop = LoopThread.start(name, this::takeOver);
      } else {
        loop.wake();
      }
    }

    synchronized boolean isCurrent() {
      return changes == takenOver || System.nanoTime() - outdatedSince <= BOUND.toNanos();
    }

    synchronized void close() {
      closed = true;
      if (loop != null) {
        loop.stop();
        loop.wake();
      }
    }

    private void takeOver() {
      long begun = System.nanoTime();
      long seen = waiting();
      if (seen == 0) {
        LockSupport.park(this);
      } else {
        executor.execute(this::callEach);
        done(seen, begun);
      }
    }

    private synchronized long waiting() {
      return changes - takenOver;
    }

    /** Another change may have come since these were begun to be taken over. */
    private synchronized void done(long seen, long begun) {
      takenOver += seen;
      outdatedSince = begun;
    }

    /** Calls all of them, also after the failure of one. */
    private void callEach() {
      @Nullable RuntimeException failure = null;
      for (var listener : all) {
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
  }
}
