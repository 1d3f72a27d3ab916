package dev.tinybase.auth;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, for admins and the command line. Whatever makes an account another one (its e-mail, its
 * password, losing the admin's role, its end) ends its sessions in the same transaction.
 */
public final class UserService {
  /** Some of the users, and how many there are. */
  public record Page(List<Account> users, long total) {}

  private record Prepared(
      @Nullable Email email, @Nullable String hash, @Nullable Boolean isAdmin) {}

  private final Database database;
  private final AccountTable table;
  private final SessionTable sessions;
  private final Passwords passwords;
  private final Clock clock;

  UserService(
      Database database,
      AccountTable table,
      SessionTable sessions,
      Passwords passwords,
      Clock clock) {
    this.database = database;
    this.table = table;
    this.sessions = sessions;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** Users in the order of their making. */
  public Page list(long limit, long offset) {
    return database.snapshot(sql -> new Page(table.list(sql, limit, offset), table.count(sql)));
  }

  /** Users whose e-mail has a text in it, in any case, by e-mail. */
  public Page search(String text, long limit, long offset) {
    return database.snapshot(
        sql -> new Page(table.search(sql, text, limit, offset), table.countFound(sql, text)));
  }

  /** How many users there are. */
  public long count() {
    return database.read(table::count);
  }

  /** How many users there are, counted up to a bound, so that it costs little in any case. */
  public long countUpTo(int most) {
    return database.read(sql -> table.countUpTo(sql, most));
  }

  /** Whether somebody can administer this instance. */
  public boolean hasAdmin() {
    return database.read(table::hasAdmin);
  }

  /** The user of an id. */
  public Optional<Account> find(UUID id) {
    return database.read(sql -> table.find(sql, id)).map(AccountTable.Stored::account);
  }

  /**
   * Who caused what a handler is told later; without an e-mail where there is no account any more.
   */
  public HookCause cause(UUID id) {
    return find(id)
        .map(user -> new HookCause(id, user.email(), user.isAdmin(), HookChain.NONE))
        .orElse(new HookCause(id, null, false, HookChain.NONE));
  }

  /** The user of an e-mail, in any spelling of it. */
  public Optional<Account> find(String email) {
    return Email.parse(email)
        .flatMap(key -> database.read(sql -> table.find(sql, key)))
        .map(AccountTable.Stored::account);
  }

  /**
   * Makes an account.
   *
   * @throws Problem 400 for an unfit e-mail or password, or an e-mail that is taken
   */
  public Account create(String email, String password, boolean admin) {
    var address = Email.of(email);
    Passwords.check(password);
    var hash = passwords.hash(password);
    return unique(() -> database.write(sql -> table.insert(sql, address, hash, admin, now())));
  }

  /**
   * Makes an account an admin's and sets its password; makes the account where there is none.
   *
   * @throws Problem 400 for an unfit e-mail or password
   */
  public Account ensureAdmin(String email, String password) {
    var address = Email.of(email);
    Passwords.check(password);
    var hash = passwords.hash(password);
    return unique(() -> database.write(sql -> ensureAdmin(sql, address, hash)));
  }

  /**
   * Sets a password and ends the user's sessions.
   *
   * @throws Problem 400 for an unfit password, 404 for an unknown user
   */
  public void setPassword(UUID id, String password) {
    update(id, new UserChange(null, password, null), null);
  }

  /**
   * Changes a user. A new e-mail, a new password and losing the admin's role end the user's
   * sessions but the one to keep.
   *
   * @param keep the session of a user who changes their own account; null to end all
   * @throws Problem 400 for an unfit or taken e-mail, an unfit password, and the last admin; 404
   *     for an unknown user
   */
  public Account update(UUID id, UserChange change, @Nullable UUID keep) {
    var ready = prepare(change);
    return unique(() -> database.write(sql -> update(sql, id, ready, keep)));
  }

  /**
   * Deletes a user with their sessions; their records stay and belong to nobody.
   *
   * @throws Problem 400 for the last admin, 404 for an unknown user
   */
  public void delete(UUID id) {
    database.write(sql -> {
      keepAnAdmin(sql, id);
      disown(sql, id);
      table.delete(sql, id);
      return null;
    });
  }

  private Account ensureAdmin(Sql sql, Email email, String hash) {
    var known = table.find(sql, email);
    if (known.isEmpty()) {
      return table.insert(sql, email, hash, true, now());
    }
    var id = known.get().account().id();
    table.setPassword(sql, id, hash, now());
    table.setAdmin(sql, id, true, now());
    sessions.endAll(sql, id, null);
    return get(sql, id);
  }

  /** Checks and hashes, which must not happen on the writer's thread. */
  private Prepared prepare(UserChange change) {
    var email = change.email() == null ? null : Email.of(change.email());
    if (change.password() == null) {
      return new Prepared(email, null, change.isAdmin());
    }
    Passwords.check(change.password());
    return new Prepared(email, passwords.hash(change.password()), change.isAdmin());
  }

  private Account update(Sql sql, UUID id, Prepared change, @Nullable UUID keep) {
    boolean demoted = Boolean.FALSE.equals(change.isAdmin()) && keepAnAdmin(sql, id);
    var before = table.lock(sql, id).orElseThrow(UserService::unknown).account();
    var email = change.email();
    boolean renamed = email != null && !email.text().equals(before.email());
    if (email != null && renamed) {
      table.setEmail(sql, id, email, now());
    }
    if (change.hash() != null) {
      table.setPassword(sql, id, change.hash(), now());
    }
    if (change.isAdmin() != null && change.isAdmin() != before.isAdmin()) {
      table.setAdmin(sql, id, change.isAdmin(), now());
    }
    if (renamed || change.hash() != null || demoted) {
      sessions.endAll(sql, id, keep);
    }
    return get(sql, id);
  }

  /**
   * Refuses to take away the last admin. The lock on all admins makes two that remove each other
   * wait for one another.
   *
   * @return whether the user is an admin
   */
  private boolean keepAnAdmin(Sql sql, UUID id) {
    if (!get(sql, id).isAdmin()) {
      return false;
    }
    int admins = table.lockAdmins(sql);
    boolean stillAdmin = get(sql, id).isAdmin();
    if (stillAdmin && admins == 1) {
      throw Problem.badRequest(
          "last_admin", "This is the last admin; make another user an admin first");
    }
    return stillAdmin;
  }

  /** A record's version is its ETag, and its owner is a part of what a reader gets. */
  private static void disown(Sql sql, UUID id) {
    sql.liftTimeLimit();
    for (long number : sql.list("select number from _collections", row -> row.integer(1))) {
      sql.update(
          "update records_"
              + number
              + " set owner_id = null, _version = _version + 1 where owner_id = ?",
          id);
    }
  }

  private Account get(Sql sql, UUID id) {
    return table.find(sql, id).orElseThrow(UserService::unknown).account();
  }

  /** Tells of an e-mail that is taken in words. */
  static <T> T unique(Supplier<T> change) {
    try {
      return change.get();
    } catch (ConstraintViolation e) {
      if (e.kind() == ConstraintViolation.Kind.UNIQUE) {
        throw Problem.badRequest("email_taken", "Another user has this e-mail already");
      }
      throw e;
    }
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  /** 404. */
  public static Problem unknown() {
    return Problem.notFound(
        "user_not_found", "There is no user with this id; list the users that there are");
  }
}
