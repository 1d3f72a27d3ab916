package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Authenticator.PrincipalCache;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PrincipalCacheTest {
  private static final Principal.User USER =
      new Principal.User(new UUID(0, 1), "ada@example.org", false, new UUID(0, 2));
  private static final long FAR = Long.MAX_VALUE;

  private final TestClock clock = new TestClock();
  private final PrincipalCache cache = new PrincipalCache(clock);

  @Test
  void a_token_is_known_for_a_minute_at_most() {
    cache.put("token", USER, FAR, cache.epoch());
    clock.advance(Duration.ofSeconds(59));
    assertThat(cache.get("token")).contains(USER);
    clock.advance(Duration.ofSeconds(1));
    assertThat(cache.get("token")).isEmpty();
  }

  @Test
  void a_token_is_not_known_longer_than_it_is_valid() {
    cache.put("token", USER, clock.millis() + 5000, cache.epoch());
    clock.advance(Duration.ofSeconds(5));
    assertThat(cache.get("token")).isEmpty();
  }

  @Test
  void what_was_loaded_before_a_revocation_is_not_kept_after_it() {
    long epoch = cache.epoch();
    cache.forgetUser(USER.id());
    cache.put("token", USER, FAR, epoch);
    assertThat(cache.get("token")).isEmpty();
  }

  @Test
  void a_user_and_a_session_are_forgotten_alone() {
    var other = new Principal.User(new UUID(0, 3), "b@example.org", false, new UUID(0, 4));
    cache.put("a", USER, FAR, cache.epoch());
    cache.put("b", other, FAR, cache.epoch());
    cache.forgetUser(USER.id());
    assertThat(cache.get("a")).isEmpty();
    assertThat(cache.get("b")).contains(other);
    cache.forgetSession(other.sessionId());
    assertThat(cache.get("b")).isEmpty();
  }

  @Test
  void a_foreign_change_forgets_everybody() {
    cache.put("a", USER, FAR, cache.epoch());
    cache.forgetAll();
    assertThat(cache.get("a")).isEmpty();
  }
}
