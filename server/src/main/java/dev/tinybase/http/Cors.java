package dev.tinybase.http;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which other origins' pages may call (the Fetch standard's CORS protocol). */
final class Cors {
  private static final List<String> EXPOSED =
      List.of(
          "ETag",
          "X-Request-Id",
          "X-Call-Id",
          "Retry-After",
          "WWW-Authenticate",
          "Location",
          "Content-Disposition",
          "Content-Range",
          "Accept-Ranges",
          "Content-Encoding",
          "Date",
          "Idempotency-Replayed",
          "RateLimit",
          "RateLimit-Policy",
          "RateLimit-Limit",
          "RateLimit-Remaining",
          "RateLimit-Reset");

  private static final String ALL_EXPOSED = String.join(", ", EXPOSED);

  /** What a page may send that does not say what it wants to. */
  private static final String HEADERS =
      "Authorization, Content-Type, Content-Encoding, Accept, If-Match, If-None-Match,"
          + " If-Modified-Since, Idempotency-Key, X-Request-Id, X-Requested-With, Cache-Control,"
          + " Prefer, Range, Last-Event-ID, traceparent, tracestate";

  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,2000}");
  private static final String CORS = "Access-Control-";
  private static final String ALLOW_ORIGIN = CORS + "Allow-Origin";
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
   * Adds what lets the origin's page read the answer; what the answer says itself stays.
   *
   * @param answer the headers of the answer
   * @param preflight whether the answer is to a preflight, so that {@code Allow} has the methods
   */
  void write(
      ResponseWriter.Buffer head,
      ReceivedRequest request,
      String origin,
      Map<String, String> answer,
      boolean preflight) {
    boolean named = origins.contains(normal(origin));
    if (!any && !named) {
      return;
    }
    var headers = new LinkedHashMap<String, String>();
    if (!answer.containsKey(ALLOW_ORIGIN)) {
      headers.put(ALLOW_ORIGIN, any ? "*" : normal(origin));
      if (!any) {
        headers.put("Access-Control-Allow-Credentials", "true");
      }
    }
    headers.put("Access-Control-Expose-Headers", exposed(answer));
    var allow = answer.get("Allow");
    if (preflight && allow != null) {
      headers.put("Access-Control-Allow-Methods", allow);
      headers.put("Access-Control-Allow-Headers", allowed(request));
      headers.put("Access-Control-Max-Age", DAY);
    }
    headers.keySet().removeAll(answer.keySet());
    headers.forEach(head::header);
  }

  /** Our own headers, and those that only this answer has. */
  private static String exposed(Map<String, String> answer) {
    if (EXPOSED.containsAll(answer.keySet())) {
      return ALL_EXPOSED;
    }
    return Stream.concat(EXPOSED.stream(), answer.keySet().stream())
        .distinct()
        .filter(name -> !name.startsWith(CORS))
        .collect(Collectors.joining(", "));
  }

  /** Whatever the page asks for: the token decides, not the name of a header. */
  private static String allowed(ReceivedRequest request) {
    return request
        .header("Access-Control-Request-Headers")
        .filter(names -> NAMES.matcher(names).matches())
        .orElse(HEADERS);
  }

  private static String normal(String origin) {
    var lower = origin.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
