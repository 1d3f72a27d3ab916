package dev.tinybase.functions.invoke;

import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an annotation {@link dev.tinybase.sdk.Scheduled} says, as plain data.
 *
 * @param when as a client would send it: {@code {"method": "cron", "cron": "0 3 * * *", "timezone":
 *     "Europe/Berlin"}}, without a zone for the server's, or {@code {"method": "interval", "unit":
 *     "minutes", "value": 5}}
 * @param timeout null for the function's
 * @param pauseAfterFailures 0 for never
 */
public record CodeSchedule(
    ObjectNode when,
    Overlap overlap,
    int maxParallel,
    CatchUp catchUp,
    int catchUpLimit,
    int retries,
    Duration retryDelay,
    @Nullable Duration timeout,
    int pauseAfterFailures) {
  /** Knows what schedules there can be. */
  @FunctionalInterface
  public interface Check {
    /** What is wrong with a schedule, as a sentence; empty where nothing is. */
    Optional<String> problem(CodeSchedule schedule);
  }
}
