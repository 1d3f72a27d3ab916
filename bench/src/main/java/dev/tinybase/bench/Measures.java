package dev.tinybase.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of one variant. */
final class Measures {
  /**
   * One round.
   *
   * @param cpu the server's CPU time for each request, in microseconds
   */
  record Round(double cpu, LoadResult load) {}

  private final List<Round> rounds = new ArrayList<>();

  void add(Round round) {
    rounds.add(round);
  }

  double leastCpu() {
    return rounds.stream().mapToDouble(Round::cpu).min().orElseThrow();
  }

  double medianCpu() {
    return median(Round::cpu);
  }

  double perSecond() {
    return median(round -> round.load().perSecond());
  }

  double p50() {
    return median(round -> round.load().p50());
  }

  double p99() {
    return median(round -> round.load().p99());
  }

  double worst() {
    return rounds.stream().mapToDouble(round -> round.load().max()).max().orElseThrow();
  }

  private double median(ToDoubleFunction<Round> value) {
    return median(rounds.stream().map(value::applyAsDouble).toList());
  }

  static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** The middle value; of an even number the lower middle one. */
  static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) / 2);
  }
}
