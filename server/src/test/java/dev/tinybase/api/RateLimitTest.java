package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.testing.RecordCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private TestApi api;

  @BeforeEach
  void start() {
    api = api(TestApi.settings(RateLimitTest::trusting));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private TestApi api(Settings settings) {
    var routes =
        List.of(
            Route.get("/login", "auth_login").perMinute(2).handle(_ -> Response.noContent()),
            Route.get("/other", "auth_other").perMinute(2).handle(_ -> Response.noContent()),
            Route.get("/register", "auth_register")
                .perMinute(2)
                .refusalsCountLess()
                .query("status", "integer", "The answer's")
                .handle(RateLimitTest::register));
    var tuning = Tunings.nanos(TestApi.TUNING, nanos::get);
    return new TestApi(settings, TestApi.services(), routes, tuning);
  }

  private static Response register(Request request) {
    return switch ((int) request.query().integer("status", 200, 599, 204)) {
      case 400 -> throw Problem.badRequest("email_taken", "It is taken");
      case 403 -> throw Problem.forbidden("registration_disabled", "It is disabled");
      default -> Response.noContent();
    };
  }

  @Test
  void refused_attempts_count_a_fifth_where_the_route_says_so() {
    for (int i = 0; i < 5; i++) {
      assertThat(api.get("/register?status=400").statusCode()).isEqualTo(400);
    }
    assertThat(api.get("/register").headers().firstValue("RateLimit-Remaining")).hasValue("0");
    assertThat(api.get("/register").statusCode()).isEqualTo(429);
    assertThat(api.get("/register?status=400").statusCode()).isEqualTo(429);
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(api.get("/register?status=403").statusCode()).isEqualTo(403);
    assertThat(api.get("/register?status=403").statusCode()).isEqualTo(403);
    assertThat(api.get("/register?status=403").statusCode()).isEqualTo(429);
  }

  private static Settings.Server trusting(Settings.Server s) {
    return RecordCopy.with(
        s,
        Map.of(
            "requestTimeoutSeconds",
            100_000,
            "trustedProxies",
            List.of("127.0.0.1", "10.0.0.0/8")));
  }

  private int status(String path, String forwarded) {
    return api.get(path, "X-Forwarded-For", forwarded).statusCode();
  }

  @Test
  void beyond_the_limit_a_call_is_refused_until_the_minute_is_over() {
    assertThat(api.get("/login").statusCode()).isEqualTo(204);
    nanos.addAndGet(Duration.ofSeconds(18).toNanos());
    var second = api.get("/login");
    assertThat(second.headers().firstValue("RateLimit-Policy")).hasValue("\"minute\";q=2;w=60");
    assertThat(second.headers().firstValue("RateLimit")).hasValue("\"minute\";r=0;t=42");
    assertThat(second.headers().firstValue("RateLimit-Remaining")).hasValue("0");
    var third = api.get("/login");
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).hasValue("42");
    assertThat(TestApi.json(third).get("error").stringValue())
        .isEqualTo("Rate limit exceeded: 2 per 1 minute")
        .isEqualTo(TestApi.json(third).get("detail").stringValue());
    nanos.addAndGet(Duration.ofSeconds(42).toNanos());
    assertThat(api.get("/login").statusCode()).isEqualTo(204);
  }

  @Test
  void each_route_counts_for_itself() {
    api.get("/login");
    api.get("/login");
    assertThat(api.get("/login").statusCode()).isEqualTo(429);
    assertThat(api.get("/other").statusCode()).isEqualTo(204);
  }

  @Test
  void each_address_behind_a_trusted_proxy_counts_for_itself() {
    for (int i = 0; i < 2; i++) {
      assertThat(status("/login", "203.0.113.1, 10.1.2.3")).isEqualTo(204);
    }
    assertThat(status("/login", "203.0.113.1")).isEqualTo(429);
    assertThat(status("/login", "203.0.113.2")).isEqualTo(204);
    assertThat(status("/login", "203.0.113.9, 203.0.113.1"))
        .as("what the client itself wrote does not count")
        .isEqualTo(429);
  }

  @Test
  void one_ipv6_network_counts_as_one() {
    assertThat(status("/login", "2001:db8::1")).isEqualTo(204);
    assertThat(status("/login", "[2001:db8:0:0:5::2]:443")).isEqualTo(204);
    assertThat(status("/login", "2001:db8::3")).isEqualTo(429);
    assertThat(status("/login", "2001:db8:0:1::3")).isEqualTo(204);
  }

  @Test
  void nothing_is_limited_when_it_is_switched_off() {
    api.close();
    var all = TestApi.settings(RateLimitTest::trusting);
    api = api(RecordCopy.with(all, "rateLimit", new Settings.RateLimit(false)));
    for (int i = 0; i < 10; i++) {
      assertThat(api.get("/login").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void an_untrusted_peer_is_itself_whatever_it_says() {
    api.close();
    api = api(TestApi.settings(s -> s));
    status("/login", "203.0.113.1");
    status("/login", "203.0.113.2");
    assertThat(status("/login", "203.0.113.3")).isEqualTo(429);
  }
}
