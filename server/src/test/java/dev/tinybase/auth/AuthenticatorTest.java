package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class AuthenticatorTest {
  private final Engine engine;
  private final TestAuth auth;
  private final Account ada;
  private final IssuedTokens grant;

  AuthenticatorTest(Engine engine) {
    this.engine = engine;
    auth = new TestAuth(engine);
    ada = auth.user("ada@example.org");
    grant = auth.login("ada@example.org");
  }

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void a_fresh_token_tells_whose_it_is() throws Exception {
    var user = auth.user(grant);
    assertThat(user.id()).isEqualTo(ada.id());
    assertThat(user.email()).isEqualTo("ada@example.org");
    assertThat(user.isAdmin()).isFalse();
    assertThat(user.sessionId()).isEqualTo(sessionOf(grant));
  }

  @Test
  void a_token_has_the_claims_of_the_contract() throws Exception {
    var claims = SignedJWT.parse(grant.accessToken()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(ada.id().toString());
    assertThat(claims.getStringClaim("type")).isEqualTo("access");
    assertThat(claims.getStringClaim("scope")).isEqualTo("user");
    assertThat(claims.getBooleanClaim("is_admin")).isFalse();
    assertThat(UUID.fromString(claims.getJWTID())).isNotNull();
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void what_a_transaction_changes_counts_from_its_commit_on() {
    var authenticator = auth.services.authenticator();
    var admin = auth.admin("root@example.org");
    var token = auth.login("root@example.org").accessToken();
    var demoted = new UserChange(null, null, false);
    auth.admin("other@example.org");
    auth.database.transaction(
        Duration.ofSeconds(30),
        () -> {
          auth.services.users().update(admin.id(), demoted, null);
          // Somebody else comes with the token before the commit, and it is kept in memory.
          var seen =
              CompletableFuture.supplyAsync(
                  () -> authenticator.authenticate(token), Thread::startVirtualThread);
          return assertThat(seen.join().map(Principal::isAdmin)).contains(true);
        });
    assertThat(authenticator.authenticate(token)).isEmpty();
  }

  @Test
  void no_forged_token_passes() throws Exception {
    var forged = new ForgedTokens(grant, auth.clock.instant());
    var authenticator = auth.services.authenticator();
    assertThat(authenticator.authenticate(forged.good())).isPresent();

    var passed = new ArrayList<String>();
    var all = forged.all();
    all.forEach(
        (name, token) -> authenticator.authenticate(token).ifPresent(_ -> passed.add(name)));

    assertThat(all).hasSizeGreaterThan(60);
    assertThat(passed).isEmpty();
  }

  @Test
  void a_token_ends_with_its_time() {
    assertThat(auth.admits(grant)).isTrue();
    auth.advance(Duration.ofDays(1).minusSeconds(2));
    assertThat(auth.admits(grant)).isTrue();
    auth.advance(Duration.ofSeconds(2));
    assertThat(auth.admits(grant)).isFalse();
  }

  @Test
  void a_token_of_another_instance_is_refused() {
    var other =
        new TestAuth(
            engine,
            all -> TestAuth.withJwt(all, TestAuth.jwt("another " + TestAuth.SECRET, "HS256")));
    try (other) {
      assertThat(other.admits(grant)).isFalse();
    }
  }

  @Test
  void a_token_of_another_database_with_the_same_key_is_refused() {
    try (var other = new TestAuth(engine)) {
      assertThat(other.admits(grant)).isFalse();
    }
  }

  @Test
  void a_logout_counts_at_once() throws Exception {
    assertThat(auth.admits(grant)).isTrue();
    auth.services.sessions().end(sessionOf(grant));
    assertThat(auth.admits(grant)).isFalse();
  }

  @Test
  void a_deleted_user_is_out_at_once() {
    assertThat(auth.admits(grant)).isTrue();
    auth.services.users().delete(ada.id());
    assertThat(auth.admits(grant)).isFalse();
  }

  @Test
  void a_new_admin_is_one_at_once() {
    assertThat(auth.admits(grant)).isTrue();
    auth.services.users().update(ada.id(), new UserChange(null, null, true), null);
    assertThat(auth.services.authenticator().authenticate(grant.accessToken()).orElseThrow())
        .matches(Principal::isAdmin);
  }

  @Test
  void a_token_that_says_admin_makes_no_admin() throws Exception {
    var forged = new ForgedTokens(grant, auth.clock.instant());
    var user = auth.services.authenticator().authenticate(forged.good()).orElseThrow();
    assertThat(user.isAdmin()).isFalse();
  }

  @Test
  void a_known_token_costs_no_look_at_the_database() {
    assertThat(auth.admits(grant)).isTrue();
    auth.database.write(sql -> sql.update("delete from _sessions"));
    assertThat(auth.admits(grant)).as("still known").isTrue();
    auth.advance(Duration.ofMinutes(1));
    assertThat(auth.admits(grant)).as("looked up again").isFalse();
  }

  @Test
  void no_look_up_that_was_under_way_outlives_a_logout() throws Exception {
    var authenticator = auth.services.authenticator();
    for (int round = 0; round < 10; round++) {
      var session = auth.login("ada@example.org");
      var done = new AtomicBoolean();
      try (var threads = Executors.newFixedThreadPool(2)) {
        for (int i = 0; i < 2; i++) {
          threads.execute(() -> {
            while (!done.get()) {
              authenticator.authenticate(session.accessToken());
            }
          });
        }
        auth.services.sessions().end(sessionOf(session));
        for (int i = 0; i < 100; i++) {
          assertThat(auth.admits(session)).isFalse();
        }
        done.set(true);
      }
    }
  }

  @Test
  void what_another_process_changes_counts_soon() throws Exception {
    var url = engine.migratedUrl();
    try (var here = Engine.open(url);
        var there = Engine.open(url)) {
      var server =
          AuthServices.create(
              TestAuth.settings(),
              here,
              new ChangeLog(here, auth.clock),
              new HookRegistry(),
              auth.clock);
      var commandLine =
          AuthServices.create(
              TestAuth.settings(),
              there,
              new ChangeLog(there, auth.clock),
              new HookRegistry(),
              auth.clock);
      var bob = server.users().create("bob@example.org", TestAuth.PASSWORD, false);
      var session = server.logins().login("bob@example.org", TestAuth.PASSWORD, TestAuth.CLIENT);
      assertThat(server.authenticator().authenticate(session.accessToken())).isPresent();

      commandLine.users().setPassword(bob.id(), "battery staple");

      Eventually.until(
          "the token is refused",
          () -> server.authenticator().authenticate(session.accessToken()).isEmpty());
    }
  }

  private static UUID sessionOf(IssuedTokens grant) throws Exception {
    return UUID.fromString(
        SignedJWT.parse(grant.accessToken()).getJWTClaimsSet().getStringClaim("sid"));
  }
}
