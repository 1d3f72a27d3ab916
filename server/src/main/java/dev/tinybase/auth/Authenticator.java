package dev.tinybase.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Tells whose token it is. An access token counts while its signature and times are good, its
 * session is not ended and its user exists; whether that user is an admin is the database's word,
 * not the token's.
 */
public final class Authenticator {
  private record Live(Principal.User user, Instant sessionExpires) {}

  private final Database database;
  private final AccessTokens tokens;
  private final ApplicationTokens applications;
  private final PrincipalCache cache;
  private final Clock clock;
  private final String sessionOfUser;

  Authenticator(
      Database database,
      AccessTokens tokens,
      ApplicationTokens applications,
      PrincipalCache cache,
      Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.applications = applications;
    this.cache = cache;
    this.clock = clock;
    this.sessionOfUser =
        "select u.email, u.is_admin, "
            + database.dialect().select(ColumnType.TIMESTAMP, "s.expires_at")
            + " as expires_at from _sessions s join _users u on u.id = s.user_id"
            + " where s.id = ? and s.user_id = ?";
  }

  /**
   * The holder of an access token or an application token; nothing if it is invalid, expired or
   * revoked.
   */
  public Optional<Principal> authenticate(String bearerToken) {
    var known = cache.get(bearerToken);
    if (known.isPresent()) {
      return known;
    }
    long epoch = cache.epoch();
    return ApplicationTokens.isOne(bearerToken)
        ? application(bearerToken, epoch)
        : user(bearerToken, epoch);
  }

  private Optional<Principal> application(String token, long epoch) {
    var found = applications.authenticate(token);
    found.ifPresent(it -> {
      var end = it.expiresAt();
      long expires = end == null ? Long.MAX_VALUE : end.toEpochMilli();
      cache.put(token, it.principal(), expires, epoch);
    });
    return found.map(ApplicationToken::principal);
  }

  private Optional<Principal> user(String token, long epoch) {
    var claims = tokens.verify(token);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    var live = live(claims.get()).filter(found -> clock.instant().isBefore(found.sessionExpires()));
    live.ifPresent(found -> {
      var expires = earlier(claims.get().expiresAt(), found.sessionExpires());
      cache.put(token, found.user(), expires.toEpochMilli(), epoch);
    });
    return live.map(Live::user);
  }

  private Optional<Live> live(AccessTokens.Claims claims) {
    return database.read(sql ->
        sql.first(
            sessionOfUser,
            row ->
                new Live(
                    new Principal.User(
                        claims.userId(),
                        row.text("email"),
                        row.bool("is_admin"),
                        claims.sessionId()),
                    row.instant("expires_at")),
            claims.sessionId(),
            claims.userId()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /**
   * The holders of tokens that were verified lately. Whoever ends a session, or changes a user or
   * an application token, tells it after the commit; it then forgets at once, also what was being
   * loaded meanwhile.
   */
  static final class PrincipalCache {
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private record Entry(Principal who, long freshUntilMillis) {}

    private final Cache<String, Entry> entries =
        Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MAX_AGE).build();
    private final Clock clock;
    private long epoch; // guarded by this: how often something was forgotten

    PrincipalCache(Clock clock) {
      this.clock = clock;
    }

    /** The holder of a token that is known and fresh. */
    Optional<Principal> get(String token) {
      var entry = entries.getIfPresent(token);
      return entry != null && clock.millis() < entry.freshUntilMillis
          ? Optional.of(entry.who)
          : Optional.empty();
    }

    /** To be read before loading what will be put. */
    synchronized long epoch() {
      return epoch;
    }

    /**
     * Keeps a token's holder for a minute at most, unless something was forgotten since the epoch.
     */
    synchronized void put(String token, Principal who, long expiresMillis, long loadEpoch) {
      if (epoch == loadEpoch) {
        long latest = clock.millis() + MAX_AGE.toMillis();
        entries.put(token, new Entry(who, Math.min(expiresMillis, latest)));
      }
    }

    /** Forgets a user once the work is committed, here and on all other nodes. */
    void forgetUser(Sql sql, UUID id) {
      afterCommit(sql, () -> forgetUser(id));
    }

    /** Forgets a session once the work is committed, here and on all other nodes. */
    void forgetSession(Sql sql, UUID id) {
      afterCommit(sql, () -> forgetSession(id));
    }

    /** Forgets a program once the work is committed, here and on all other nodes. */
    void forgetApplication(Sql sql, UUID id) {
      afterCommit(sql, () -> forgetApplication(id));
    }

    private static void afterCommit(Sql sql, Runnable forgetting) {
      sql.announce(Topic.ACCOUNTS);
      sql.afterCommit(forgetting);
    }

    void forgetUser(UUID id) {
      forget(who -> id.equals(who.userId()));
    }

    void forgetSession(UUID id) {
      forget(who -> who instanceof Principal.User user && user.sessionId().equals(id));
    }

    void forgetApplication(UUID id) {
      forget(who -> who instanceof Principal.Application program && program.id().equals(id));
    }

    void forgetAll() {
      forget(_ -> true);
    }

    private synchronized void forget(Predicate<Principal> which) {
      epoch++;
      entries.asMap().values().removeIf(entry -> which.test(entry.who));
    }
  }
}
