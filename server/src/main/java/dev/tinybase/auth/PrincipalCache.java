package dev.tinybase.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The users of tokens that were verified lately. Whoever ends a session or changes a user tells it
 * after the commit; it then forgets at once, also what was being loaded meanwhile.
 */
final class PrincipalCache {
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private record Entry(Principal.User user, long freshUntilMillis) {}

  private final Cache<String, Entry> entries =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MAX_AGE).build();
  private final Clock clock;
  private long epoch; // guarded by this: how often something was forgotten

  PrincipalCache(Clock clock) {
    this.clock = clock;
  }

  /** The user of a token that is known and fresh. */
  Optional<Principal.User> get(String token) {
    var entry = entries.getIfPresent(token);
    return entry != null && clock.millis() < entry.freshUntilMillis
        ? Optional.of(entry.user)
        : Optional.empty();
  }

  /** To be read before loading what will be put. */
  synchronized long epoch() {
    return epoch;
  }

  /** Keeps a token's user for a minute at most, unless something was forgotten since the epoch. */
  synchronized void put(String token, Principal.User user, long expiresMillis, long loadEpoch) {
    if (epoch == loadEpoch) {
      long latest = clock.millis() + MAX_AGE.toMillis();
      entries.put(token, new Entry(user, Math.min(expiresMillis, latest)));
    }
  }

  void forgetUser(UUID id) {
    forget(user -> user.id().equals(id));
  }

  void forgetSession(UUID id) {
    forget(user -> user.sessionId().equals(id));
  }

  void forgetAll() {
    forget(_ -> true);
  }

  private synchronized void forget(Predicate<Principal.User> which) {
    epoch++;
    entries.asMap().values().removeIf(entry -> which.test(entry.user));
  }
}
