package dev.tinybase.db;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know of changes by other processes. */
final class Listeners {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void add(Runnable listener) {
    listeners.add(listener);
  }

  /** Calls them on a thread of its own, so that they may use the database. */
  void call() {
    if (!listeners.isEmpty()) {
      Thread.ofVirtual().name("tinybase-foreign-change").start(this::callAll);
    }
  }

  private void callAll() {
    for (var listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A listener of foreign changes failed", e);
      }
    }
  }
}
