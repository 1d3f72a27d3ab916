package dev.tinybase.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Logged-in sessions: one row each, kept alive by refresh tokens of which each works once. One that
 * comes a second time was stolen from or by somebody, so it ends its session (RFC 9700, 4.14.2);
 * but two tabs may refresh at once, and a reply may get lost, so for a few seconds the same client
 * gets the same successor again.
 */
public final class SessionService {
  /** Expired sessions that one transaction removes. */
  private static final int SLICE = 1000;

  /** Some of the sessions of a user, and how many there are. */
  public record Page(List<Session> sessions, long total) {}

  private record Renewed(Account account, RefreshToken next) {}

  private final Database database;
  private final SessionTable table;
  private final AccountTable accounts;
  private final AccessTokens tokens;
  private final Duration lifetime;
  private final Duration grace;
  private final Clock clock;

  SessionService(
      Database database,
      SessionTable table,
      AccountTable accounts,
      AccessTokens tokens,
      Duration lifetime,
      Duration grace,
      Clock clock) {
    this.database = database;
    this.table = table;
    this.accounts = accounts;
    this.tokens = tokens;
    this.lifetime = lifetime;
    this.grace = grace;
    this.clock = clock;
  }

  /**
   * Trades a refresh token for the next pair of tokens.
   *
   * @param client where the wish comes from
   * @throws Problem 401 for a token that is unknown, expired, or used before; the last ends the
   *     session, unless the same client comes again within the grace
   */
  public IssuedTokens refresh(String refreshToken, ClientInfo client) {
    var token = RefreshToken.parse(refreshToken).orElseThrow(SessionService::invalid);
    var renewed =
        database.write(sql -> rotate(sql, token, client)).orElseThrow(SessionService::invalid);
    return grant(renewed.account(), renewed.next(), false);
  }

  /** Ends one session; its tokens are refused from now on. */
  public void end(UUID sessionId) {
    database.write(sql -> table.end(sql, sessionId));
  }

  /**
   * The sessions of a user that go on, the one that was used last at first; none where there is no
   * such user.
   */
  public Page list(UUID userId, long limit, long offset) {
    var now = now();
    return database.snapshot(sql ->
        new Page(table.list(sql, userId, now, limit, offset), table.count(sql, userId, now)));
  }

  /**
   * Ends one session of a user; its tokens are refused from now on.
   *
   * @throws Problem 404 where this user has no such session
   */
  public void end(UUID userId, UUID sessionId) {
    if (database.write(sql -> table.end(sql, sessionId, userId)) == 0) {
      throw Problem.notFound(
          "session_not_found",
          "There is no session with this id, or it has ended; list the sessions that there are");
    }
  }

  /** Ends every session of a user and tells how many there were. */
  public int endAll(UUID userId) {
    return database.write(sql -> table.endAll(sql, userId, null));
  }

  /**
   * Removes the sessions that have expired and tells how many; they admit nobody before, either.
   */
  public long removeExpired() {
    var now = now();
    return database.writeInSlices(SLICE, sql -> table.removeExpired(sql, now, SLICE));
  }

  /**
   * Opens a session inside a work; the tokens are good once it is committed.
   *
   * @param client where they log in
   */
  RefreshToken open(Sql sql, Account account, ClientInfo client) {
    var now = now();
    var token = RefreshToken.create(UuidCreator.getTimeOrderedEpoch());
    table.open(sql, token.sessionId(), account, client, token.hash(), now, now.plus(lifetime));
    return token;
  }

  /** The tokens of a session that was opened or renewed. */
  IssuedTokens grant(Account account, RefreshToken refresh, boolean adminCreated) {
    var access = tokens.issue(account, refresh.sessionId());
    return new IssuedTokens(account, access, refresh.text(), tokens.lifetime(), adminCreated);
  }

  private Optional<Renewed> rotate(Sql sql, RefreshToken token, ClientInfo client) {
    var found = table.lock(sql, token.sessionId());
    var now = now();
    if (found.isEmpty() || !now.isBefore(found.get().expiresAt())) {
      return Optional.empty();
    }
    var session = found.get();
    var next = RefreshToken.of(token.sessionId(), tokens.successorOf(token.text()));
    if (RandomSecrets.same(session.refreshHash(), token.hash())) {
      advance(sql, token, next, client, now);
    } else if (!isRepeated(session, token, next, client, now)) {
      table.end(sql, token.sessionId());
      return Optional.empty();
    }
    return accounts.find(sql, session.userId()).map(user -> new Renewed(user.account(), next));
  }

  private void advance(
      Sql sql, RefreshToken token, RefreshToken next, ClientInfo client, Instant now) {
    table.renew(sql, token.sessionId(), next.hash(), token.hash(), client, now, now.plus(lifetime));
  }

  /** Whether the client that has just traded this token shows it again, and nothing came since. */
  private boolean isRepeated(
      SessionTable.Stored session,
      RefreshToken token,
      RefreshToken next,
      ClientInfo client,
      Instant now) {
    return now.isBefore(session.lastUsedAt().plus(grace))
        && token.hash().equals(session.previousHash())
        && Sha256.hex(client.fingerprint()).equals(session.clientHash())
        && next.hash().equals(session.refreshHash());
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  private static Problem invalid() {
    return Problem.of(
            Problem.Kind.UNAUTHENTICATED,
            "invalid_refresh_token",
            "The refresh token is unknown, expired or used already; log in again")
        .header("WWW-Authenticate", "Bearer");
  }
}
