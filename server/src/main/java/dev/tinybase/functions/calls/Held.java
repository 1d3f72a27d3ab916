package dev.tinybase.functions.calls;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a call has taken and gives back at its end, the last first. */
final class Held implements AutoCloseable {
  private final Deque<Runnable> held = new ArrayDeque<>(8);

  /** Adds how to give something back. */
  void add(Runnable giveBack) {
    held.push(giveBack);
  }

  @Override
  public void close() {
    while (!held.isEmpty()) {
      held.pop().run();
    }
  }
}
