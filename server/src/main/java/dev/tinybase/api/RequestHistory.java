package dev.tinybase.api;

import dev.tinybase.json.Json;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests of this process over the last day. It counts none: now and then it looks at what the
 * metrics have counted by route, and keeps the differences, by minute for an hour and by quarter of
 * an hour for a day.
 */
public final class RequestHistory {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int MINUTES = 60;
  private static final int QUARTERS = 24 * 4;

  /** Routes that a quarter tells apart; what goes beyond is in its sums alone. */
  private static final int MOST_ROUTES = 100;

  /** Routes that an answer lists of each kind. */
  private static final int LISTED = 25;

  /** A method and a path template; {@code _OTHER} and nothing where no route was found. */
  private record Name(String method, String path) {}

  private record NamedFigures(Name name, RequestFigures figures) {}

  private static final class Bucket {
    private final Instant start;
    private final Map<Name, RequestFigures> routes = new HashMap<>();
    private RequestFigures all = RequestFigures.NONE;
    private long records;

    private Bucket(Instant start) {
      this.start = start;
    }
  }

  private final String node;
  private final LongSupplier recordsWritten;
  private final Clock clock;
  private final Instant since;

  private final Deque<Bucket> minutes = new ArrayDeque<>(); // all of these guarded by this
  private final Deque<Bucket> quarters = new ArrayDeque<>();
  private IdentityHashMap<Histogram.ByStatus, RequestFigures> counted = new IdentityHashMap<>();
  private long records;

  /**
   * Keeps nothing before it looks for the first time.
   *
   * @param node what this server is called among those of one database
   * @param recordsWritten how many records this process has written so far
   */
  public RequestHistory(String node, LongSupplier recordsWritten, Clock clock) {
    this.node = node;
    this.recordsWritten = recordsWritten;
    this.clock = clock;
    this.since = clock.instant();
    this.records = recordsWritten.getAsLong();
  }

  /**
   * Puts what was counted since the last look to this minute and this quarter.
   *
   * @param routes all that there are now
   * @param unmatched the answers to requests that found no route
   */
  synchronized void look(List<Route> routes, Histogram.ByStatus unmatched) {
    var now = clock.instant();
    var minute = current(minutes, MINUTE, MINUTES, now);
    var quarter = current(quarters, QUARTER, QUARTERS, now);
    var seen = new IdentityHashMap<Histogram.ByStatus, RequestFigures>();
    add(new Name("_OTHER", ""), unmatched, seen, minute, quarter);
    for (var route : routes) {
      add(new Name(route.method(), route.path()), route.durations(), seen, minute, quarter);
    }
    counted = seen;
    long written = recordsWritten.getAsLong();
    minute.records += written - records;
    quarter.records += written - records;
    records = written;
  }

  private static Bucket current(Deque<Bucket> ring, Duration length, int most, Instant now) {
    var start = start(now, length);
    var last = ring.peekLast();
    if (last != null && !last.start.isBefore(start)) {
      return last; // of now, or of later where the clock was set back
    }
    var next = new Bucket(start);
    ring.addLast(next);
    if (ring.size() > most) {
      ring.removeFirst();
    }
    return next;
  }

  private static Instant start(Instant now, Duration length) {
    return Instant.ofEpochSecond(
        Math.floorDiv(now.getEpochSecond(), length.toSeconds()) * length.toSeconds());
  }

  private void add(
      Name name,
      Histogram.ByStatus durations,
      IdentityHashMap<Histogram.ByStatus, RequestFigures> seen,
      Bucket minute,
      Bucket quarter) {
    var total = RequestFigures.of(durations);
    seen.put(durations, total);
    var more = total.minus(counted.getOrDefault(durations, RequestFigures.NONE));
    if (more.count() == 0) {
      return;
    }
    minute.all = minute.all.plus(more);
    quarter.all = quarter.all.plus(more);
    if (quarter.routes.size() < MOST_ROUTES || quarter.routes.containsKey(name)) {
      quarter.routes.merge(name, more, RequestFigures::plus);
    }
  }

  /**
   * The history of the last hours as the API has it.
   *
   * @param hours 1 to 24; 1 gives minutes
   */
  ObjectNode json(int hours) {
    return hours == 1 ? json(minutes, MINUTE, 1) : json(quarters, QUARTER, hours);
  }

  private synchronized ObjectNode json(Deque<Bucket> ring, Duration length, int hours) {
    var last = start(clock.instant(), length);
    var first = last.minus(Duration.ofHours(hours)).plus(length);
    var body =
        Json.object()
            .put("node", node)
            .put("since", Instants.text(since))
            .put("hours", hours)
            .put("bucket_seconds", length.toSeconds());
    var found = new HashMap<Instant, Bucket>();
    ring.forEach(bucket -> found.put(bucket.start, bucket));
    var buckets = body.putArray("buckets");
    var sum = new Bucket(first);
    for (var start = first; !start.isAfter(last); start = start.plus(length)) {
      var bucket = found.getOrDefault(start, new Bucket(start));
      add(buckets, bucket);
      sum.all = sum.all.plus(bucket.all);
      sum.records += bucket.records;
    }
    body.set("total", sum.all.json().put("records_written", sum.records));
    var listed = body.putArray("routes");
    routesSince(first)
        .forEach(route ->
            listed.add(
                route
                    .figures
                    .json()
                    .put("method", route.name.method)
                    .put("path", route.name.path)));
    return body;
  }

  private static void add(ArrayNode buckets, Bucket bucket) {
    buckets.add(
        bucket
            .all
            .json()
            .put("start", Instants.text(bucket.start))
            .put("records_written", bucket.records));
  }

  /** The busiest and the slowest ones, those that took the most time in all at first. */
  private List<NamedFigures> routesSince(Instant first) {
    var sums = new HashMap<Name, RequestFigures>();
    var from = start(first, QUARTER);
    for (var quarter : quarters) {
      if (!quarter.start.isBefore(from)) {
        quarter.routes.forEach((name, figures) -> sums.merge(name, figures, RequestFigures::plus));
      }
    }
    var all = new ArrayList<NamedFigures>();
    sums.forEach((name, figures) -> all.add(new NamedFigures(name, figures)));
    var listed = new LinkedHashSet<NamedFigures>();
    top(all, Comparator.comparingDouble(it -> it.figures.count()), listed);
    top(all, Comparator.comparingDouble(it -> it.figures.millis(0.95)), listed);
    return listed.stream()
        .sorted(
            Comparator.comparingDouble((NamedFigures it) -> it.figures.totalMillis()).reversed())
        .toList();
  }

  private static void top(
      List<NamedFigures> all, Comparator<NamedFigures> by, Set<NamedFigures> listed) {
    all.stream().sorted(by.reversed()).limit(LISTED).forEach(listed::add);
  }
}
