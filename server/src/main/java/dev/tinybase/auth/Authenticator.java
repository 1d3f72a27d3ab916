package dev.tinybase.auth;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whose token it is. A token counts while its signature and times are good, its session is
 * not ended and its user exists; whether that user is an admin is the database's word, not the
 * token's.
 */
public final class Authenticator {
  private record Live(Principal.User user, Instant sessionExpires) {}

  private final Database database;
  private final AccessTokens tokens;
  private final PrincipalCache cache;
  private final Clock clock;
  private final String sessionOfUser;

  Authenticator(Database database, AccessTokens tokens, PrincipalCache cache, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.cache = cache;
    this.clock = clock;
    this.sessionOfUser =
        "select u.email, u.is_admin, "
            + database.dialect().select(ColumnType.TIMESTAMP, "s.expires_at")
            + " as expires_at from _sessions s join _users u on u.id = s.user_id"
            + " where s.id = ? and s.user_id = ?";
  }

  /** The user of an access token; nothing if it is invalid, expired or revoked. */
  public Optional<Principal.User> authenticate(String bearerToken) {
    var known = cache.get(bearerToken);
    return known.isPresent() ? known : load(bearerToken);
  }

  private Optional<Principal.User> load(String token) {
    long epoch = cache.epoch();
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
}
