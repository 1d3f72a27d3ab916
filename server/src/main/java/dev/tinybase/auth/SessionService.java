package dev.tinybase.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Sha256;
import dev.tinybase.text.Uuids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Logged-in sessions: one row each, kept alive by refresh tokens of which each works once. One that
 * comes a second time was stolen from or by somebody, so it ends its session (RFC 9700, 4.14.2);
 * but two tabs may refresh at once, and a reply may get lost, so for a few seconds the same client
 * gets the same successor again.
 */
public final class SessionService {
  /** Expired sessions that one transaction removes. */
  private static final int SLICE = 1000;

  private static final String COUNT =
      "select count(*) from _sessions where user_id = ? and expires_at > ?";

  private record Stored(
      UUID userId,
      String refreshHash,
      @Nullable String previousHash,
      @Nullable String clientHash,
      Instant lastUsedAt,
      Instant expiresAt) {}

  /** Some of the sessions of a user, and how many there are. */
  public record Page(List<Session> sessions, long total) {}

  private record Renewed(Account account, RefreshToken next) {}

  private final Database database;
  private final AccountTable accounts;
  private final AccessTokens tokens;
  private final Duration lifetime;
  private final Duration grace;
  private final Clock clock;
  private final String find;
  private final String list;

  SessionService(
      Database database,
      AccountTable accounts,
      AccessTokens tokens,
      Duration lifetime,
      Duration grace,
      Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.tokens = tokens;
    this.lifetime = lifetime;
    this.grace = grace;
    this.clock = clock;
    this.find =
        "select user_id, refresh_hash, previous_hash, client_hash, "
            + database.dialect().select(ColumnType.TIMESTAMP, "last_used_at")
            + " as used, "
            + database.dialect().select(ColumnType.TIMESTAMP, "expires_at")
            + " as expires from _sessions where id = ?"
            + database.dialect().forUpdate();
    this.list =
        "select id, address, user_agent, "
            + database.dialect().select(ColumnType.TIMESTAMP, "created_at")
            + " as created, "
            + database.dialect().select(ColumnType.TIMESTAMP, "last_used_at")
            + " as used, "
            + database.dialect().select(ColumnType.TIMESTAMP, "expires_at")
            + " as expires from _sessions where user_id = ? and expires_at > ?"
            + " order by last_used_at desc, id desc limit ? offset ?";
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
    database.write(sql -> accounts.endSession(sql, sessionId));
  }

  /**
   * The sessions of a user that go on, the one that was used last at first; none where there is no
   * such user.
   */
  public Page list(UUID userId, long limit, long offset) {
    var now = now();
    return database.snapshot(sql ->
        new Page(
            sql.list(list, SessionService::session, userId, now, limit, offset),
            sql.number(COUNT, userId, now)));
  }

  /**
   * Ends one session of a user; its tokens are refused from now on.
   *
   * @throws Problem 404 where this user has no such session
   */
  public void end(UUID userId, UUID sessionId) {
    if (database.write(sql -> accounts.endSession(sql, sessionId, userId)) == 0) {
      throw Problem.notFound(
          "session_not_found", "There is no session with this id, or not any more");
    }
  }

  /** Ends every session of a user and tells how many there were. */
  public int endAll(UUID userId) {
    return database.write(sql -> accounts.endSessions(sql, userId, null));
  }

  /**
   * Removes the sessions that have expired and tells how many; they admit nobody before, either.
   */
  public long removeExpired() {
    var now = now();
    return database.writeInSlices(SLICE, sql -> accounts.removeExpired(sql, now, SLICE));
  }

  /**
   * Opens a session inside a work; the tokens are good once it is committed.
   *
   * @param client where they log in
   */
  RefreshToken open(Sql sql, Account account, ClientInfo client) {
    var now = now();
    var token = RefreshToken.create(UuidCreator.getTimeOrderedEpoch());
    accounts.openSession(
        sql, token.sessionId(), account, client, token.hash(), now, now.plus(lifetime));
    return token;
  }

  /** The tokens of a session that was opened or renewed. */
  IssuedTokens grant(Account account, RefreshToken refresh, boolean adminCreated) {
    var access = tokens.issue(account, refresh.sessionId());
    return new IssuedTokens(account, access, refresh.text(), tokens.lifetime(), adminCreated);
  }

  private Optional<Renewed> rotate(Sql sql, RefreshToken token, ClientInfo client) {
    var found = sql.first(find, SessionService::stored, token.sessionId());
    var now = now();
    if (found.isEmpty() || !now.isBefore(found.get().expiresAt())) {
      return Optional.empty();
    }
    var session = found.get();
    var next = RefreshToken.of(token.sessionId(), tokens.successorOf(token.text()));
    if (RandomSecrets.same(session.refreshHash(), token.hash())) {
      advance(sql, token, next, client, now);
    } else if (!isRepeated(session, token, next, client, now)) {
      accounts.endSession(sql, token.sessionId());
      return Optional.empty();
    }
    return accounts.find(sql, session.userId()).map(user -> new Renewed(user.account(), next));
  }

  private void advance(
      Sql sql, RefreshToken token, RefreshToken next, ClientInfo client, Instant now) {
    accounts.renewSession(
        sql, token.sessionId(), next.hash(), token.hash(), client, now, now.plus(lifetime));
  }

  /** Whether the client that has just traded this token shows it again, and nothing came since. */
  private boolean isRepeated(
      Stored session, RefreshToken token, RefreshToken next, ClientInfo client, Instant now) {
    return now.isBefore(session.lastUsedAt().plus(grace))
        && token.hash().equals(session.previousHash())
        && Sha256.hex(client.fingerprint()).equals(session.clientHash())
        && next.hash().equals(session.refreshHash());
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  private static Stored stored(Row row) {
    return new Stored(
        row.uuid("user_id"),
        row.text("refresh_hash"),
        row.textOrNull("previous_hash"),
        row.textOrNull("client_hash"),
        row.instant("used"),
        row.instant("expires"));
  }

  private static Session session(Row row) {
    return new Session(
        row.uuid("id"),
        row.instant("created"),
        row.instant("used"),
        row.instant("expires"),
        row.textOrNull("address"),
        row.textOrNull("user_agent"));
  }

  private static Problem invalid() {
    return Problem.of(
            Problem.Kind.UNAUTHENTICATED,
            "invalid_refresh_token",
            "The refresh token is unknown, expired or used already; log in again")
        .header("WWW-Authenticate", "Bearer");
  }

  /**
   * A refresh token: the session's id, a point, 256 random bits. Its session stores the hash of the
   * newest one only, so that an older one gives itself away.
   */
  record RefreshToken(UUID sessionId, String text) {
    private static final int LENGTH = 36 + 1 + 43;

    /** The first one of a session. */
    static RefreshToken create(UUID sessionId) {
      return of(sessionId, RandomSecrets.secret());
    }

    static RefreshToken of(UUID sessionId, String secret) {
      return new RefreshToken(sessionId, sessionId + "." + secret);
    }

    /** The token in a text; nothing where it has another form. */
    static Optional<RefreshToken> parse(String text) {
      if (text.length() != LENGTH || text.charAt(36) != '.') {
        return Optional.empty();
      }
      return Uuids.parse(text.substring(0, 36)).map(session -> new RefreshToken(session, text));
    }

    String hash() {
      return Sha256.hex(text);
    }

    @Override
    public String toString() {
      return "RefreshToken[" + sessionId + "]"; // the secret stays out of logs
    }
  }
}
