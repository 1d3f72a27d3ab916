package dev.tinybase.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts of its requests. */
final class Traffic {
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder rateLimited = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final List<RouteTimes> routes = new CopyOnWriteArrayList<>();

  /** The times of requests that found no route. */
  private final RouteTimes unmatched = routeTimes("_OTHER", "");

  RouteTimes routeTimes(String method, String route) {
    var times = new RouteTimes(method, route);
    routes.add(times);
    return times;
  }

  RouteTimes unmatched() {
    return unmatched;
  }

  List<RouteTimes> routes() {
    return routes;
  }

  /** Counts a request in; the number now in flight, this one included. */
  int enter() {
    return active.incrementAndGet();
  }

  /** Counts it out. */
  void leave() {
    active.decrementAndGet();
  }

  int active() {
    return active.get();
  }

  /** A request was refused because its address sent too many. */
  void rateLimited() {
    rateLimited.increment();
  }

  long rateLimitedCount() {
    return rateLimited.sum();
  }

  /** A connection was closed because its client was too slow. */
  void timedOut() {
    timedOut.increment();
  }

  long timedOutCount() {
    return timedOut.sum();
  }
}
