package dev.tinybase.bench;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs all variants in turn, round after round, so that a noisy minute of the machine hits all. */
final class Rounds {
  private final Plan plan;
  private final Wrk wrk;
  private final Client client;
  private final Map<String, Measures> measures = new LinkedHashMap<>();

  Rounds(Plan plan, Wrk wrk, Client client) {
    this.plan = plan;
    this.wrk = wrk;
    this.client = client;
  }

  /** Warms every variant up, then measures each in every round; {@code between} runs after each. */
  Map<String, Measures> run(List<Scenario> scenarios, Runnable between) {
    warmUp(scenarios);
    for (int round = 1; round <= plan.rounds(); round++) {
      System.out.println("round " + round + " of " + plan.rounds());
      scenarios.forEach(this::measure);
      between.run();
    }
    return measures;
  }

  void warmUp(List<Scenario> scenarios) {
    for (var scenario : scenarios) {
      load(scenario, plan.warmUp()).checked(scenario.name());
    }
  }

  /** The least CPU time for each request of a load that was measured, in microseconds. */
  double leastCpu(String name) {
    return requireNonNull(measures.get(name)).leastCpu();
  }

  void measure(Scenario scenario) {
    var stats = new ProcessStats(scenario.pid());
    long before = count(scenario);
    long cpu = stats.cpuMicros();
    var result = load(scenario, plan.seconds()).checked(scenario.name());
    cpu = stats.cpuMicros() - cpu;
    checkCreated(scenario, before, result);
    var round = new Measures.Round((double) cpu / result.requests(), result);
    measures.computeIfAbsent(scenario.name(), _ -> new Measures()).add(round);
    System.out.printf(
        "  %-44s %8.1f us CPU %9.0f /s  p99 %7.2f ms%n",
        scenario.name(), round.cpu(), result.perSecond(), result.p99() / 1e3);
  }

  private LoadResult load(Scenario scenario, int seconds) {
    @Nullable Scenario other = scenario.beside();
    if (other == null) {
      return wrk(scenario, seconds);
    }
    var beside = CompletableFuture.supplyAsync(() -> wrk(other, seconds));
    var result = wrk(scenario, seconds);
    beside.join().checked(other.name());
    return result;
  }

  private LoadResult wrk(Scenario scenario, int seconds) {
    return wrk.run(
        scenario.base(),
        scenario.script(),
        scenario.connections(),
        seconds,
        scenario.environment());
  }

  private long count(Scenario scenario) {
    var collection = scenario.created();
    return collection == null ? 0 : client.total(collection);
  }

  /** What was in flight when wrk stopped may have been written too, but nothing else. */
  private void checkCreated(Scenario scenario, long before, LoadResult result) {
    if (scenario.created() == null) {
      return;
    }
    long created = count(scenario) - before;
    if (created < result.requests() || created > result.requests() + scenario.connections()) {
      throw new IllegalStateException(
          scenario.name() + ": " + result.requests() + " acknowledged, " + created + " there");
    }
  }
}
