package dev.tinybase.changes;

/** Wakes those who wait for something to have happened since they looked. */
final class Signal {
  private long count;

  /** To be read before looking. */
  synchronized long count() {
    return count;
  }

  synchronized void give() {
    count++;
    notifyAll();
  }

  /** Returns when the count is another than the one seen, or the time is over. */
  synchronized void await(long seen, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; count == seen && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }
}
