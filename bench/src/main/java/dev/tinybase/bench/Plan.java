package dev.tinybase.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much is run.
 *
 * @param home the folder {@code bench}
 * @param out the Markdown file to write
 * @param rounds how often each variant is measured; the rounds are interleaved
 * @param seconds how long each measurement takes
 * @param warmUp how long each variant runs before the first round
 * @param starts how often the server is started for the start's figures
 * @param connections how many connections the load uses
 * @param small records in the small collection
 * @param medium records in the collection of most variants
 * @param large records in the large collection
 * @param onlyFunctions whether to leave everything but the functions out
 * @param against the checkout of another version to compare with; null for none
 */
record Plan(
    Path home,
    Path out,
    int rounds,
    int seconds,
    int warmUp,
    int starts,
    int connections,
    int small,
    int medium,
    int large,
    boolean onlyFunctions,
    @Nullable Path against) {

  /** Reads the command line; an unknown word is an {@link IllegalArgumentException}. */
  static Plan parse(List<String> args) {
    var home = Path.of("bench").toAbsolutePath();
    var plan =
        new Plan(
            home,
            home.resolve("RESULTS.md"),
            5,
            6,
            5,
            5,
            64,
            10_000,
            100_000,
            1_000_000,
            false,
            null);
    Deque<String> words = new ArrayDeque<>(args);
    while (!words.isEmpty()) {
      var word = words.pop();
      plan =
          switch (word) {
            case "--quick" -> plan.quick();
            case "--functions" -> plan.functions();
            case "--rounds" -> plan.with(Integer.parseInt(words.pop()), plan.seconds);
            case "--seconds" -> plan.with(plan.rounds, Integer.parseInt(words.pop()));
            case "--against" -> plan.against(Path.of(words.pop()).toAbsolutePath());
            case "--out" -> plan.to(Path.of(words.pop()).toAbsolutePath());
            default -> throw new IllegalArgumentException("unknown option " + word);
          };
    }
    return plan;
  }

  private Plan quick() {
    return new Plan(
        home,
        home.resolve("target/QUICK.md"),
        1,
        1,
        1,
        1,
        connections,
        500,
        5_000,
        20_000,
        onlyFunctions,
        against);
  }

  private Plan with(int newRounds, int newSeconds) {
    return new Plan(
        home,
        out,
        newRounds,
        newSeconds,
        warmUp,
        starts,
        connections,
        small,
        medium,
        large,
        onlyFunctions,
        against);
  }

  /** The same, written elsewhere. */
  Plan to(Path file) {
    return new Plan(
        home,
        file,
        rounds,
        seconds,
        warmUp,
        starts,
        connections,
        small,
        medium,
        large,
        onlyFunctions,
        against);
  }

  private Plan against(Path checkout) {
    return new Plan(
        home,
        home.resolve("COMPARISON.md"),
        10,
        3,
        warmUp,
        starts,
        connections,
        small,
        medium,
        large,
        onlyFunctions,
        checkout);
  }

  private Plan functions() {
    return new Plan(
        home,
        out,
        rounds,
        seconds,
        warmUp,
        starts,
        connections,
        small,
        medium,
        large,
        true,
        against);
  }
}
