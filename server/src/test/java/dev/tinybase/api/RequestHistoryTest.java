package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tinybase.auth.TestClock;
import dev.tinybase.http.Response;
import dev.tinybase.metrics.Histogram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RequestHistoryTest {
  private final TestClock clock = new TestClock(); // 2026-11-22T22:18:10
  private final AtomicLong written = new AtomicLong(5);
  private final Histogram.ByStatus unmatched = new Histogram.ByStatus();
  private final RequestHistory history = new RequestHistory("here", written::get, clock);
  private final Route fast = route("/fast");
  private final Route slow = route("/slow");

  @Test
  void requests_count_in_the_minute_in_which_they_were_seen() {
    answer(fast, 200, 1, 3);
    written.set(7);
    look();
    clock.advance(Duration.ofMinutes(1));
    answer(fast, 404, 1, 2);
    answer(slow, 500, 400, 1);
    unmatched.record(404, 0);
    look();
    look();
    var hour = history.json(1);
    assertThat(hour.path("bucket_seconds").intValue()).isEqualTo(60);
    var buckets = hour.path("buckets");
    assertThat(buckets).hasSize(60);
    assertThat(buckets.path(59).path("start").stringValue())
        .isEqualTo("2026-11-22T22:19:00.000000Z");
    assertThat(buckets.path(58))
        .hasToString(
            "{\"count\":3,\"client_errors\":0,\"server_errors\":0,\"p50_ms\":0.75,"
                + "\"p95_ms\":0.975,\"total_ms\":3.0,\"start\":\"2026-11-22T22:18:00.000000Z\","
                + "\"records_written\":2}");
    var last = buckets.path(59);
    assertThat(last.path("count").intValue()).isEqualTo(4);
    assertThat(last.path("client_errors").intValue()).isEqualTo(3);
    assertThat(last.path("server_errors").intValue()).isEqualTo(1);
    assertThat(last.path("records_written").intValue()).isZero();
    assertThat(last.path("p95_ms").doubleValue()).isBetween(250.0, 500.0);
    assertThat(buckets.path(0).path("p95_ms").isNull()).isTrue();
    assertThat(hour.path("total").path("count").intValue()).isEqualTo(7);
    assertThat(hour.path("total").path("records_written").intValue()).isEqualTo(2);
  }

  @Test
  void what_is_older_than_a_day_is_forgotten() {
    answer(fast, 200, 1, 3);
    look();
    clock.advance(Duration.ofHours(2));
    answer(slow, 200, 30, 1);
    look();
    assertThat(history.json(1).path("total").path("count").intValue()).isEqualTo(1);
    assertThat(history.json(2).path("total").path("count").intValue()).isEqualTo(1);
    var day = history.json(24);
    assertThat(day.path("total").path("count").intValue()).isEqualTo(4);
    assertThat(day.path("buckets")).hasSize(96);
    assertThat(paths(day)).containsExactly("/slow", "/fast");
    for (int quarter = 0; quarter < 96; quarter++) {
      clock.advance(Duration.ofMinutes(15));
      look();
    }
    assertThat(history.json(24).path("total").path("count").intValue()).isZero();
    assertThat(paths(history.json(24))).isEmpty();
  }

  @Test
  void nothing_is_counted_twice_when_a_route_is_made_anew() {
    answer(fast, 200, 1, 3);
    look();
    var again = route("/fast");
    answer(again, 200, 1, 2);
    history.look(List.of(again), unmatched);
    assertThat(history.json(1).path("total").path("count").intValue()).isEqualTo(5);
    assertThat(history.json(1).path("routes").path(0).path("count").intValue()).isEqualTo(5);
  }

  @Test
  void a_clock_that_is_set_back_loses_nothing() {
    answer(fast, 200, 1, 1);
    look();
    clock.advance(Duration.ofMinutes(-5));
    answer(fast, 200, 1, 1);
    look();
    clock.advance(Duration.ofMinutes(5));
    assertThat(history.json(1).path("total").path("count").intValue()).isEqualTo(2);
  }

  @Test
  void the_busiest_and_the_slowest_of_many_routes_are_listed() {
    var many = IntStream.range(0, 90).mapToObj(number -> route("/" + number)).toList();
    for (int i = 0; i < many.size(); i++) {
      answer(many.get(i), 200, i, 90 - i);
    }
    history.look(many, unmatched);
    var listed = history.json(1).path("routes");
    assertThat(listed).hasSizeBetween(25, 50);
    assertThat(paths(history.json(1))).contains("/0", "/24", "/89", "/80").doesNotContain("/40");
    assertThat(listed.path(0).path("total_ms").doubleValue())
        .isGreaterThanOrEqualTo(listed.path(1).path("total_ms").doubleValue());
  }

  @Test
  void more_routes_than_a_quarter_tells_apart_are_in_the_sums() {
    var many = IntStream.range(0, 1000).mapToObj(number -> route("/" + number)).toList();
    many.forEach(route -> answer(route, 200, 1, 1));
    history.look(many, unmatched);
    assertThat(history.json(1).path("total").path("count").intValue()).isEqualTo(1000);
    assertThat(history.json(1).path("routes").size()).isBetween(25, 50);
  }

  @Test
  void quantiles_are_as_exact_as_the_buckets() {
    answer(fast, 200, 2, 100);
    look();
    var total = history.json(1).path("total");
    assertThat(total.path("p50_ms").doubleValue()).isCloseTo(1.75, within(0.01));
    assertThat(total.path("total_ms").doubleValue()).isCloseTo(200, within(0.01));
  }

  private void look() {
    history.look(List.of(fast, slow), unmatched);
  }

  private static void answer(Route route, int status, int millis, int times) {
    for (int i = 0; i < times; i++) {
      route.durations().record(status, millis * 1_000_000L);
    }
  }

  private static Route route(String path) {
    return Route.get(path, "things_get").handle(_ -> Response.noContent());
  }

  private static Stream<String> paths(JsonNode history) {
    return history.path("routes").valueStream().map(route -> route.path("path").stringValue());
  }
}
