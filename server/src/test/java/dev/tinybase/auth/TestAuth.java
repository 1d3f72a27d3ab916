package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The services of accounts on a fresh database, with cheap hashes and a clock to move. */
public final class TestAuth implements AutoCloseable {
  public static final String SECRET =
      "a secret of the tests that is long enough for HS512, so 64+ bytes";
  static final String ADDRESS = "192.0.2.1";
  static final ClientInfo CLIENT = ClientInfo.at(ADDRESS);
  static final String PASSWORD = "correct horse";

  public final Database database;
  public final TestClock clock = new TestClock();
  public final AuthServices services;

  public TestAuth(Engine engine) {
    this(engine, settings -> settings);
  }

  TestAuth(Engine engine, UnaryOperator<Settings> change) {
    database = engine.fresh();
    services =
        AuthServices.create(
            change.apply(settings()),
            database,
            new ChangeLog(database, clock),
            new HookRegistry(),
            clock);
  }

  /** Default settings, but a cheap hash and a signing key that needs no file. */
  public static Settings settings() {
    return withAuth(
        withJwt(Settings.defaults(), jwt(SECRET, "HS256")),
        new Settings.Auth(true, 4, false, 10, 5, 10));
  }

  static Settings.Jwt jwt(String secret, String algorithm) {
    var base = Settings.defaults().jwt();
    return new Settings.Jwt(
        secret,
        algorithm,
        base.keyFile(),
        base.accessTokenExpireMinutes(),
        base.refreshTokenExpireDays());
  }

  static Settings withAuth(Settings all, Settings.Auth auth) {
    return RecordCopy.with(all, "auth", auth);
  }

  /** The same settings with others for tokens. */
  public static Settings withJwt(Settings all, Settings.Jwt jwt) {
    return RecordCopy.with(all, "jwt", jwt);
  }

  static Settings withoutLimits(Settings all) {
    return RecordCopy.with(all, "rateLimit", new Settings.RateLimit(false));
  }

  Account user(String email) {
    return services.users().create(email, PASSWORD, false);
  }

  Account admin(String email) {
    return services.users().create(email, PASSWORD, true);
  }

  IssuedTokens login(String email) {
    return login(email, PASSWORD);
  }

  IssuedTokens login(String email, String password) {
    return services.logins().login(email, password, CLIENT);
  }

  /** Whether an access token lets its holder in. */
  boolean admits(IssuedTokens grant) {
    return services.authenticator().authenticate(grant.accessToken()).isPresent();
  }

  /** Whom an access token belongs to. */
  Principal.User user(IssuedTokens grant) {
    return (Principal.User)
        services.authenticator().authenticate(grant.accessToken()).orElseThrow();
  }

  /** The number that a statement gives. */
  long number(String sqlText) {
    return database.read(sql -> sql.number(sqlText));
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  static Problem refusal(ThrowingCallable call) {
    return catchThrowableOfType(Problem.class, call);
  }

  @Override
  public void close() {
    database.close();
  }
}
