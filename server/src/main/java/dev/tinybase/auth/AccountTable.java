package dev.tinybase.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.auth.Authenticator.PrincipalCache;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements that change {@code _users}, for use inside one work of the database. What changes
 * somebody who may be in a cache goes through {@link #change}, so that this node forgets it after
 * the commit and all others hear of it.
 */
final class AccountTable {
  /** An account with what its password is checked against. */
  record Stored(Account account, String passwordHash) {}

  private static final String INSERT =
      "insert into _users (id, email, email_key, password_hash, is_admin, created_at, updated_at)"
          + " values (?, ?, ?, ?, ?, ?, ?)";

  private static final String HAS_TEXT = "email_key like ? escape '!'";

  private final Dialect dialect;
  private final PrincipalCache cache;
  private final AccountEvents events;
  private final String columns;

  AccountTable(Dialect dialect, PrincipalCache cache, AccountEvents events) {
    this.dialect = dialect;
    this.cache = cache;
    this.events = events;
    this.columns =
        "id, email, is_admin, password_hash, "
            + dialect.select(ColumnType.TIMESTAMP, "created_at")
            + " as made, "
            + dialect.select(ColumnType.TIMESTAMP, "updated_at")
            + " as changed from _users";
  }

  Optional<Stored> find(Sql sql, UUID id) {
    return first(sql, "id = ?", id);
  }

  Optional<Stored> find(Sql sql, Email email) {
    return first(sql, "email_key = ?", email.key());
  }

  /** As {@link #find}, and nobody changes the row until the transaction ends. */
  Optional<Stored> lock(Sql sql, UUID id) {
    return first(sql, "id = ?" + dialect.forUpdate(), id);
  }

  private Optional<Stored> first(Sql sql, String condition, Object key) {
    return sql.first("select " + columns + " where " + condition, AccountTable::stored, key);
  }

  List<Account> list(Sql sql, long limit, long offset) {
    return sql.list(
        "select " + columns + " order by created_at, id limit ? offset ?",
        row -> stored(row).account(),
        limit,
        offset);
  }

  long count(Sql sql) {
    return sql.number("select count(*) from _users");
  }

  /** Those whose e-mail has a text in it, in any case, by e-mail. */
  List<Account> search(Sql sql, String text, long limit, long offset) {
    return sql.list(
        "select " + columns + " where " + HAS_TEXT + " order by email_key limit ? offset ?",
        row -> stored(row).account(),
        pattern(text),
        limit,
        offset);
  }

  long countFound(Sql sql, String text) {
    return sql.number("select count(*) from _users where " + HAS_TEXT, pattern(text));
  }

  private static String pattern(String text) {
    return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }

  /** How many there are, counted up to a bound. */
  long countUpTo(Sql sql, int most) {
    return sql.number("select count(*) from (select 1 from _users limit ?) known", most);
  }

  boolean hasAdmin(Sql sql) {
    return sql.number("select count(*) from _users where is_admin") > 0;
  }

  /** How many admins there are; none of them changes until the transaction ends. */
  int lockAdmins(Sql sql) {
    return sql.list(
            "select id from _users where is_admin order by id" + dialect.forUpdate(),
            row -> row.text(1))
        .size();
  }

  /** Lets only one at a time look for the first admin and make it, until the transaction ends. */
  void lockFirstAdmin(Sql sql) {
    sql.update("insert into _meta (key, value) values ('setup', '') on conflict (key) do nothing");
    sql.first(
        "select value from _meta where key = 'setup'" + dialect.forUpdate(), row -> row.text(1));
  }

  Account insert(Sql sql, Email email, String hash, boolean admin, Instant now) {
    var account = new Account(UuidCreator.getTimeOrderedEpoch(), email.text(), admin, now, now);
    sql.update(INSERT, values(account, email, hash));
    events.made(sql, account);
    return account;
  }

  private static Object[] values(Account account, Email email, String hash) {
    return new Object[] {
      account.id(),
      account.email(),
      email.key(),
      hash,
      account.isAdmin(),
      account.createdAt(),
      account.updatedAt()
    };
  }

  /** Whether there is an account of this e-mail or this id. */
  boolean isTaken(Sql sql, Email email, @Nullable UUID id) {
    return find(sql, email).isPresent() || (id != null && find(sql, id).isPresent());
  }

  /** Puts in an account, unless its e-mail or its id is taken; nobody is told. */
  boolean insertNew(Sql sql, Account account, Email email, String hash) {
    return sql.update(INSERT + " on conflict do nothing", values(account, email, hash)) > 0;
  }

  void setEmail(Sql sql, UUID id, Email email, Instant now) {
    change(
        sql,
        id,
        "update _users set email = ?, email_key = ?, updated_at = ? where id = ?",
        email.text(),
        email.key(),
        now,
        id);
  }

  void setPassword(Sql sql, UUID id, String hash, Instant now) {
    change(
        sql, id, "update _users set password_hash = ?, updated_at = ? where id = ?", hash, now, id);
  }

  /** Keeps the same password under a newer hash, which is no change of the user. */
  void rehash(Sql sql, UUID id, String hash) {
    sql.update("update _users set password_hash = ? where id = ?", hash, id);
  }

  void setAdmin(Sql sql, UUID id, boolean admin, Instant now) {
    change(sql, id, "update _users set is_admin = ?, updated_at = ? where id = ?", admin, now, id);
  }

  /** Removes a user, whose sessions go too. */
  void delete(Sql sql, UUID id) {
    change(sql, id, "delete from _users where id = ?", id);
  }

  private int change(Sql sql, UUID userId, String statement, @Nullable Object... parameters) {
    cache.forgetUser(sql, userId);
    return sql.update(statement, parameters);
  }

  private static Stored stored(Row row) {
    var account =
        new Account(
            row.uuid("id"),
            row.text("email"),
            row.bool("is_admin"),
            row.instant("made"),
            row.instant("changed"));
    return new Stored(account, row.text("password_hash"));
  }
}
