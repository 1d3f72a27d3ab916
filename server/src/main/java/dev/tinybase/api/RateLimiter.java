package dev.tinybase.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts the calls of each address on each limited route, in windows of one minute that begin with
 * the first call.
 */
final class RateLimiter {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_WINDOWS = 100_000;

  /** So many refused calls count as one call, where a route says so. */
  private static final int PARTS = 5;

  private record Key(String operation, String network) {}

  private static final class Window {
    private long start;
    private int parts;

    /** Counts a call; how many there are now in the window that holds this moment. */
    synchronized Count count(long now, int limit) {
      if (parts == 0 || now - start >= MINUTE) {
        start = now;
        parts = 0;
      }
      parts = Math.min(parts + PARTS, (limit + 1) * PARTS);
      return new Count(limit, Math.ceilDiv(parts, PARTS), start + MINUTE - now);
    }

    synchronized void countLess() {
      parts = Math.max(1, parts - PARTS + 1);
    }
  }

  /**
   * Where a caller stands.
   *
   * @param left nanoseconds until the window ends
   */
  record Count(int limit, int calls, long left) {
    boolean exceeded() {
      return calls > limit;
    }

    private long seconds() {
      return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left + 999_999_999));
    }

    /** The fields of draft-ietf-httpapi-ratelimit-headers-10 and the three that came before. */
    Map<String, String> headers() {
      int remaining = Math.max(0, limit - calls);
      var headers = new LinkedHashMap<String, String>();
      headers.put("RateLimit-Policy", "\"minute\";q=" + limit + ";w=60");
      headers.put("RateLimit", "\"minute\";r=" + remaining + ";t=" + seconds());
      headers.put("RateLimit-Limit", Integer.toString(limit));
      headers.put("RateLimit-Remaining", Integer.toString(remaining));
      headers.put("RateLimit-Reset", Long.toString(seconds()));
      return headers;
    }

    Problem problem() {
      var detail = "Rate limit exceeded: " + limit + " per 1 minute";
      var problem = Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "rate_limited", detail);
      for (var header : headers().entrySet()) {
        problem = problem.header(header.getKey(), header.getValue());
      }
      return problem.header("Retry-After", Long.toString(seconds()));
    }
  }

  private final LongSupplier nanos;
  private final Cache<Key, Window> windows;
  private final LongAdder refused = new LongAdder();

  /** The clock gives monotonic nanoseconds. */
  RateLimiter(LongSupplier nanos) {
    this.nanos = nanos;
    windows =
        Caffeine.newBuilder()
            .maximumSize(MOST_WINDOWS)
            .expireAfterAccess(Duration.ofMinutes(2))
            .ticker(nanos::getAsLong)
            .build();
  }

  /** Counts one call from the network. */
  Count count(Route route, String network) {
    var key = new Key(route.operation().id(), network);
    var count = windows.get(key, _ -> new Window()).count(nanos.getAsLong(), route.perMinute());
    if (count.exceeded()) {
      refused.increment();
    }
    return count;
  }

  /** A call that was counted was refused: it counts as a part of one. */
  void countLess(Route route, String network) {
    var window = windows.getIfPresent(new Key(route.operation().id(), network));
    if (window != null) {
      window.countLess();
    }
  }

  long refusedCount() {
    return refused.sum();
  }
}
