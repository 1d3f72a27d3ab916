package dev.tinybase.auth;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Whatever a person does with a password: register, log in, set up, change own account. */
public final class LoginService {
  private final Settings.Auth settings;
  private final Database database;
  private final AccountTable table;
  private final UserService users;
  private final Passwords passwords;
  private final SessionService sessions;
  private final LoginThrottle throttle;
  private final AccountHooks hooks;
  private final SetupToken setupToken;
  private final Clock clock;

  LoginService(
      Settings.Auth settings,
      Database database,
      AccountTable table,
      UserService users,
      Passwords passwords,
      SessionService sessions,
      LoginThrottle throttle,
      AccountHooks hooks,
      SetupToken setupToken,
      Clock clock) {
    this.settings = settings;
    this.database = database;
    this.table = table;
    this.users = users;
    this.passwords = passwords;
    this.sessions = sessions;
    this.throttle = throttle;
    this.hooks = hooks;
    this.setupToken = setupToken;
    this.clock = clock;
  }

  /**
   * Makes an account for anybody who asks, if that is allowed.
   *
   * @param address whence the wish comes
   * @throws Problem 403 when registration is disabled, 400 when the e-mail is taken, and what a
   *     hook refuses with
   */
  public Account register(String email, String password, String address) {
    if (!settings.allowPublicRegistration()) {
      throw Problem.forbidden(
          "registration_disabled", "Public registration is disabled; ask an admin for an account");
    }
    var name = Email.of(email);
    Passwords.check(password);
    hooks.beforeRegister(name, address);
    return users.create(email, password, false);
  }

  /**
   * Opens a session. Unknown e-mails and wrong passwords get the same answer after the same work.
   *
   * @param client whence the try comes
   * @throws Problem 401 for a wrong e-mail or password, 429 after too many of them, and what a hook
   *     refuses with
   */
  public IssuedTokens login(String email, String password, ClientInfo client) {
    if (settings.firstLoginIsAdmin() && users.count() == 0) {
      var first = makeAdmin(email, password, client, sql -> table.count(sql) == 0);
      if (first.isPresent()) {
        return first.get();
      }
    }
    var name = Email.parse(email).orElseThrow(LoginService::wrong);
    var user = database.read(sql -> table.find(sql, name));
    var attempt = LoginThrottle.Attempt.of(name, client.address());
    if (!isRight(attempt, password, user)) {
      throw wrong();
    }
    hooks.beforeLogin(user.orElseThrow().account(), client.address());
    return open(user.orElseThrow(), attempt, password, client);
  }

  /** Removes failed logins that count no more, and tells how many rows that were. */
  public long forgetFailures() {
    return throttle.removeForgotten();
  }

  /**
   * Makes the first admin for the holder of the set-up link and opens a session. Of several callers
   * at once exactly one wins.
   *
   * @param client whence the call comes
   * @throws Problem 403 for a wrong token, 409 when there is an admin already
   */
  public IssuedTokens setUp(String token, String email, String password, ClientInfo client) {
    setupToken.check(token);
    return makeAdmin(email, password, client, sql -> !table.hasAdmin(sql))
        .orElseThrow(SetupToken::done);
  }

  /**
   * Changes the caller's own e-mail and ends their other sessions.
   *
   * @throws Problem 400 for a wrong password or a taken e-mail, 429 after too many wrong passwords
   */
  public Account changeEmail(Principal.User user, String password, String email, String address) {
    confirm(user, password, address);
    return users.update(user.id(), new UserChange(email, null, null), user.sessionId());
  }

  /**
   * Changes the caller's own password and ends their other sessions.
   *
   * @throws Problem 400 for a wrong old password, 429 after too many of them
   */
  public void changePassword(Principal.User user, String old, String password, String address) {
    confirm(user, old, address);
    users.update(user.id(), new UserChange(null, password, null), user.sessionId());
  }

  private void confirm(Principal.User user, String password, String address) {
    var attempt = LoginThrottle.Attempt.of(Email.of(user.email()), address);
    var stored = database.read(sql -> table.find(sql, user.id()));
    if (!isRight(attempt, password, stored)) {
      throw Problem.badRequest("wrong_password", "The current password is wrong");
    }
  }

  private boolean isRight(
      LoginThrottle.Attempt attempt, String password, Optional<AccountTable.Stored> user) {
    var hash = user.isPresent() ? user.get().passwordHash() : null;
    return throttle.attempt(attempt, () -> passwords.verify(password, hash));
  }

  private IssuedTokens open(
      AccountTable.Stored user, LoginThrottle.Attempt attempt, String password, ClientInfo client) {
    boolean outdated = passwords.isOutdated(user.passwordHash());
    var hash = outdated ? passwords.hash(password) : user.passwordHash();
    var id = user.account().id();
    var refresh =
        database.write(sql -> {
          requireUnchanged(sql, user);
          if (outdated) {
            table.rehash(sql, id, hash);
          }
          throttle.succeeded(sql, attempt);
          return sessions.open(sql, user.account(), client);
        });
    return sessions.grant(user.account(), refresh, false);
  }

  /** A password that was changed while we checked the old one opens nothing. */
  private void requireUnchanged(Sql sql, AccountTable.Stored user) {
    var now = table.lock(sql, user.account().id());
    if (now.isEmpty() || !now.get().passwordHash().equals(user.passwordHash())) {
      throw wrong();
    }
  }

  /** Makes an admin and opens a session, if the condition holds when it is this caller's turn. */
  private Optional<IssuedTokens> makeAdmin(
      String email, String password, ClientInfo client, Predicate<Sql> condition) {
    var name = Email.of(email);
    Passwords.check(password);
    var hash = passwords.hash(password);
    record Made(Account account, RefreshToken refresh) {}
    Optional<Made> made =
        UserService.unique(() ->
            database.write(sql -> {
              table.lockFirstAdmin(sql);
              if (!condition.test(sql)) {
                return Optional.empty();
              }
              var account = table.insert(sql, name, hash, true, Instants.micros(clock.instant()));
              return Optional.of(new Made(account, sessions.open(sql, account, client)));
            }));
    return made.map(admin -> sessions.grant(admin.account(), admin.refresh(), true));
  }

  private static Problem wrong() {
    return Problem.of(
            Problem.Kind.UNAUTHENTICATED,
            "invalid_credentials",
            "The e-mail or the password is wrong")
        .header("WWW-Authenticate", "Bearer");
  }
}
