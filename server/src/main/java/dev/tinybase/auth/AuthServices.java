package dev.tinybase.auth;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Topic;
import dev.tinybase.hooks.HookRegistry;
import java.time.Clock;
import java.time.Duration;

/** The services of this package, wired. */
public record AuthServices(
    UserService users,
    AccountImport accountImport,
    LoginService logins,
    SessionService sessions,
    ApplicationTokens applicationTokens,
    Authenticator authenticator,
    SetupToken setupToken) {

  /**
   * Builds them on a database whose migrations are done.
   *
   * @param changes gets accounts and logins, where somebody listens
   * @param hooks who is asked before somebody registers or logs in
   * @throws dev.tinybase.errors.Problem when the signing key is too short or its file unusable
   */
  public static AuthServices create(
      Settings settings, Database database, ChangeLog changes, HookRegistry hooks, Clock clock) {
    var cache = new Authenticator.PrincipalCache(clock);
    var events = new AccountEvents(changes);
    var table = new AccountTable(database.dialect(), cache, events);
    var sessionTable = new SessionTable(database.dialect(), cache, events);
    database.onForeignChange(Topic.ACCOUNTS, cache::forgetAll);
    var passwords = new Passwords(settings.auth().bcryptCost(), new Passwords.HashingPool());
    var jwt = settings.jwt();
    var keys = new SigningKeyStore(settings, database);
    database.onForeignChange(Topic.SIGNING_KEYS, cache::forgetAll);
    var tokens =
        new AccessTokens(keys::current, Duration.ofMinutes(jwt.accessTokenExpireMinutes()), clock);
    var sessions =
        new SessionService(
            database,
            sessionTable,
            table,
            tokens,
            Duration.ofDays(jwt.refreshTokenExpireDays()),
            Duration.ofSeconds(settings.auth().refreshGraceSeconds()),
            clock);
    var users = new UserService(database, table, sessionTable, passwords, clock);
    var setupToken = new SetupToken(users);
    var throttle = new LoginThrottle(database, settings.rateLimit().enabled(), clock);
    var logins =
        new LoginService(
            settings.auth(),
            database,
            table,
            users,
            passwords,
            sessions,
            throttle,
            new AccountHooks(hooks),
            setupToken,
            clock);
    var applications =
        new ApplicationTokens(
            database, new ApplicationTokenTable(database.dialect(), cache), clock);
    var authenticator = new Authenticator(database, tokens, applications, cache, clock);
    var accountImport = new AccountImport(database, table, passwords, clock);
    return new AuthServices(
        users, accountImport, logins, sessions, applications, authenticator, setupToken);
  }
}
