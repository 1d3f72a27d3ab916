package dev.tinybase.api;

import dev.tinybase.http.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** Adds what lets the origin's page read the reply. */
  void write(HeadBuffer head, String origin) {
    if (any) {
      head.header("Access-Control-Allow-Origin", "*");
    } else if (origins.contains(normal(origin))) {
      head.header("Access-Control-Allow-Origin", normal(origin));
      head.header("Access-Control-Allow-Credentials", "true");
    } else {
      return;
    }
    head.header("Access-Control-Expose-Headers", EXPOSED);
  }

  /** The answer to OPTIONS: to a preflight what is allowed, to others the methods alone. */
  Response options(String allow, Optional<String> origin, boolean preflight) {
    var answer = Response.noContent().header("Allow", allow);
    if (!preflight || origin.isEmpty() || !(any || origins.contains(normal(origin.get())))) {
      return answer;
    }
    var headers =
        Map.of(
            "Allow", allow,
            "Access-Control-Allow-Methods", allow,
            "Access-Control-Allow-Headers", HEADERS,
            "Access-Control-Max-Age", DAY);
    return new Response(204, headers, new Response.Body.None());
  }

  private static String normal(String origin) {
    var lower = origin.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
