package dev.tinybase.auth;

import dev.tinybase.auth.Authenticator.PrincipalCache;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.text.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on {@code _sessions}, for use inside one work of the database. Whose session ends
 * may be in a cache: this node forgets it after the commit, and all others hear of it.
 */
final class SessionTable {
  /** A session with what its refresh token is checked against. */
  record Stored(
      UUID userId,
      String refreshHash,
      @Nullable String previousHash,
      @Nullable String clientHash,
      Instant lastUsedAt,
      Instant expiresAt) {}

  private static final String COUNT =
      "select count(*) from _sessions where user_id = ? and expires_at > ?";

  private final PrincipalCache cache;
  private final AccountEvents events;
  private final String lock;
  private final String list;

  SessionTable(Dialect dialect, PrincipalCache cache, AccountEvents events) {
    this.cache = cache;
    this.events = events;
    var times =
        "%s as created, %s as used, %s as expires from _sessions"
            .formatted(
                dialect.select(ColumnType.TIMESTAMP, "created_at"),
                dialect.select(ColumnType.TIMESTAMP, "last_used_at"),
                dialect.select(ColumnType.TIMESTAMP, "expires_at"));
    this.lock =
        "select user_id, refresh_hash, previous_hash, client_hash, "
            + times
            + " where id = ?"
            + dialect.forUpdate();
    this.list =
        "select id, address, user_agent, "
            + times
            + " where user_id = ? and expires_at > ?"
            + " order by last_used_at desc, id desc limit ? offset ?";
  }

  /** The session of an id, which nobody changes until the transaction ends. */
  Optional<Stored> lock(Sql sql, UUID id) {
    return sql.first(lock, SessionTable::stored, id);
  }

  /** Those of a user that have not expired, the one that was used last at first. */
  List<Session> list(Sql sql, UUID userId, Instant now, long limit, long offset) {
    return sql.list(list, SessionTable::session, userId, now, limit, offset);
  }

  long count(Sql sql, UUID userId, Instant now) {
    return sql.number(COUNT, userId, now);
  }

  /**
   * Opens a session for somebody who logs in.
   *
   * @param client where they do it
   */
  void open(
      Sql sql,
      UUID id,
      Account account,
      ClientInfo client,
      String refreshHash,
      Instant now,
      Instant end) {
    events.loggedIn(sql, account, client.address(), now);
    sql.update(
        "insert into _sessions (id, user_id, refresh_hash, created_at, last_used_at, expires_at,"
            + " address, user_agent) values (?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        account.id(),
        refreshHash,
        now,
        now,
        end,
        client.address(),
        client.userAgent());
  }

  /** Gives a session another refresh token; its access tokens stay as good as they were. */
  void renew(
      Sql sql,
      UUID id,
      String refreshHash,
      String previous,
      ClientInfo client,
      Instant now,
      Instant end) {
    sql.update(
        "update _sessions set refresh_hash = ?, previous_hash = ?, client_hash = ?,"
            + " last_used_at = ?, expires_at = ?, address = ?, user_agent = ? where id = ?",
        refreshHash,
        previous,
        Sha256.hex(client.fingerprint()),
        now,
        end,
        client.address(),
        client.userAgent(),
        id);
  }

  int end(Sql sql, UUID id) {
    cache.forgetSession(sql, id);
    return sql.update("delete from _sessions where id = ?", id);
  }

  /** Ends a session if it is this user's, and tells how many that were. */
  int end(Sql sql, UUID id, UUID userId) {
    cache.forgetSession(sql, id);
    return sql.update("delete from _sessions where id = ? and user_id = ?", id, userId);
  }

  /** Ends a user's sessions but one, if one is given, and tells how many. */
  int endAll(Sql sql, UUID userId, @Nullable UUID but) {
    cache.forgetUser(sql, userId);
    return but == null
        ? sql.update("delete from _sessions where user_id = ?", userId)
        : sql.update("delete from _sessions where user_id = ? and id <> ?", userId, but);
  }

  /** Removes some of the sessions that have ended by themselves, which no cache holds. */
  int removeExpired(Sql sql, Instant now, int most) {
    return sql.update(
        "delete from _sessions where id in"
            + " (select id from _sessions where expires_at < ? order by expires_at limit ?)",
        now,
        most);
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
}
