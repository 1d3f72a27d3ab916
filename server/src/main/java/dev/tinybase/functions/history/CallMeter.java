package dev.tinybase.functions.history;

import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.metrics.Histogram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the calls of this process by function, since its start. */
public final class CallMeter {
  /** The ended calls of a function. */
  public record Times(String functionName, Histogram succeeded, Histogram failed) {
    Times(String functionName) {
      this(functionName, new Histogram(BOUNDS), new Histogram(BOUNDS));
    }
  }

  private static final List<Double> BOUNDS =
      List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

  /** Functions beyond these are counted together, so that the figures stay few. */
  private static final int MOST = 500;

  private static final String OTHERS = "_others";

  private final Map<String, Times> times = new ConcurrentHashMap<>();

  /** Counts a call that has ended. */
  void record(CallRecord call) {
    var known = times.get(call.functionName());
    var counted = known != null ? known : add(call.functionName());
    var histogram = call.status() == Status.SUCCEEDED ? counted.succeeded : counted.failed;
    histogram.record(call.durationMicros() * 1000);
  }

  private Times add(String functionName) {
    var name = times.size() < MOST ? functionName : OTHERS;
    return times.computeIfAbsent(name, Times::new);
  }

  /** Calls that have ended since the start. */
  long total() {
    return times.values().stream()
        .flatMap(each -> List.of(each.succeeded, each.failed).stream())
        .mapToLong(Histogram::count)
        .sum();
  }

  /** The figures of each function. */
  public List<Times> all() {
    return List.copyOf(times.values());
  }
}
