package dev.tinybase.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which other origins' pages may call (the Fetch standard's CORS protocol). */
final class Cors {
  private static final String EXPOSED =
      "ETag, X-Request-Id, Retry-After, Location, Idempotency-Replayed, RateLimit,"
          + " RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";
  private static final String HEADERS =
      "Authorization, Content-Type, Content-Encoding, Accept, If-Match, If-None-Match,"
          + " If-Modified-Since, Idempotency-Key, X-Request-Id, X-Requested-With, Cache-Control,"
          + " Prefer, Range, Last-Event-ID, traceparent, tracestate";
  private static final String DAY = "86400";

  private final boolean any;
  private final Set<String> origins = new HashSet<>();

  Cors(List<String> allowed) {
    any = allowed.contains("*");
    for (var origin : allowed) {
      origins.add(normal(origin));
    }
  }

  /** Whether replies depend on the origin, so that caches must know. */
  boolean varies() {
    return !any && !origins.isEmpty();
  }

  /**
   * Adds what lets the origin's page read the answer.
   *
   * @param allow the methods that the answer to a preflight allows; null for other answers
   */
  void write(ResponseWriter.Buffer head, String origin, @Nullable String allow) {
    boolean named = origins.contains(normal(origin));
    if (!any && !named) {
      return;
    }
    head.header("Access-Control-Allow-Origin", any ? "*" : normal(origin));
    if (!any) {
      head.header("Access-Control-Allow-Credentials", "true");
    }
    head.header("Access-Control-Expose-Headers", EXPOSED);
    if (allow != null) {
      head.header("Access-Control-Allow-Methods", allow);
      head.header("Access-Control-Allow-Headers", HEADERS);
      head.header("Access-Control-Max-Age", DAY);
    }
  }

  private static String normal(String origin) {
    var lower = origin.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
