package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class LoginThrottleTest {
  private static final String HOME = "198.51.100.7";
  private static final String ELSEWHERE = "203.0.113.9";

  private final Engine engine;
  private TestAuth auth;

  LoginThrottleTest(Engine engine) {
    this.engine = engine;
    auth = new TestAuth(engine);
    auth.user("ada@example.org");
  }

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void after_five_failures_even_the_right_password_waits() {
    fail("ada@example.org", ELSEWHERE, 5);
    var blocked = refusal("ada@example.org", TestAuth.PASSWORD, ELSEWHERE);
    assertThat(blocked.kind()).isEqualTo(Problem.Kind.TOO_MANY_REQUESTS);
    assertThat(blocked.headers()).containsEntry("Retry-After", "30");

    auth.advance(Duration.ofSeconds(30));
    assertThat(auth.admits(login("ada@example.org", ELSEWHERE))).isTrue();
  }

  @Test
  void the_wait_doubles_up_to_a_quarter_of_an_hour() {
    fail("ada@example.org", ELSEWHERE, 5);
    for (int seconds : new int[] {30, 60, 120, 240, 480, 900, 900}) {
      assertThat(refusal("ada@example.org", "wrong", ELSEWHERE).headers())
          .containsEntry("Retry-After", "" + seconds);
      auth.advance(Duration.ofSeconds(seconds));
      fail("ada@example.org", ELSEWHERE, 1);
    }
  }

  @Test
  void tries_during_the_wait_do_not_prolong_it() {
    fail("ada@example.org", ELSEWHERE, 5);
    for (int i = 0; i < 29; i++) {
      auth.advance(Duration.ofSeconds(1));
      assertThat(refusal("ada@example.org", "wrong", ELSEWHERE).code())
          .isEqualTo("too_many_failures");
    }
    auth.advance(Duration.ofSeconds(1));
    assertThat(auth.admits(login("ada@example.org", ELSEWHERE))).isTrue();
  }

  @Test
  void an_unknown_account_is_slowed_down_alike() {
    fail("nobody@example.org", ELSEWHERE, 5);
    fail("ada@example.org", "203.0.113.10", 5);
    var unknown = refusal("nobody@example.org", "wrong", ELSEWHERE);
    var known = refusal("ada@example.org", "wrong", "203.0.113.10");
    assertThat(unknown.detail()).isEqualTo(known.detail());
    assertThat(unknown.headers()).isEqualTo(known.headers());
  }

  @Test
  void a_success_forgets_the_failures_of_the_account() {
    for (int round = 0; round < 4; round++) {
      fail("ada@example.org", HOME, 4);
      login("ada@example.org", HOME);
    }
  }

  @Test
  void an_hour_without_a_failure_forgets_them() {
    fail("ada@example.org", ELSEWHERE, 4);
    auth.advance(Duration.ofHours(1).plusSeconds(1));
    fail("ada@example.org", ELSEWHERE, 4);
    assertThat(auth.admits(login("ada@example.org", ELSEWHERE))).isTrue();
  }

  @Test
  void failures_that_are_forgotten_leave_no_rows_behind() {
    login("ada@example.org", HOME);
    fail("ada@example.org", ELSEWHERE, 5);
    assertThat(auth.services.logins().forgetFailures()).isZero();
    auth.advance(Duration.ofMinutes(60));
    assertThat(auth.services.logins().forgetFailures()).isZero();
    assertThat(auth.number("select count(*) from _login_failures")).isEqualTo(4);
    auth.advance(Duration.ofMinutes(2));
    assertThat(auth.services.logins().forgetFailures()).isEqualTo(3);
    auth.advance(Duration.ofDays(89));
    assertThat(auth.services.logins().forgetFailures()).as("the known place").isZero();
    auth.advance(Duration.ofDays(2));
    assertThat(auth.services.logins().forgetFailures()).isEqualTo(1);
    assertThat(auth.number("select count(*) from _login_failures")).isZero();
  }

  @Test
  void guesses_from_many_addresses_at_one_account_are_counted_together() {
    for (int i = 0; i < 5; i++) {
      fail("ada@example.org", "203.0.113." + i, 1);
    }
    assertThat(refusal("ada@example.org", "wrong", "203.0.113.99").code())
        .isEqualTo("too_many_failures");
  }

  @Test
  void nobody_is_locked_out_from_where_they_usually_log_in() {
    login("ada@example.org", HOME);
    fail("ada@example.org", ELSEWHERE, 5);
    assertThat(refusal("ada@example.org", TestAuth.PASSWORD, ELSEWHERE)).isNotNull();
    assertThat(auth.admits(login("ada@example.org", HOME))).isTrue();
  }

  @Test
  void the_usual_place_is_slowed_down_by_its_own_failures() {
    login("ada@example.org", HOME);
    fail("ada@example.org", HOME, 5);
    assertThat(refusal("ada@example.org", TestAuth.PASSWORD, HOME)).isNotNull();
  }

  @Test
  void one_address_that_tries_many_accounts_is_slowed_down() {
    for (int i = 0; i < 20; i++) {
      fail("user" + i + "@example.org", ELSEWHERE, 1);
    }
    assertThat(refusal("ada@example.org", TestAuth.PASSWORD, ELSEWHERE).code())
        .isEqualTo("too_many_failures");
    assertThat(auth.admits(login("ada@example.org", HOME))).isTrue();
  }

  @Test
  void a_login_to_an_own_account_does_not_clear_an_address() {
    auth.user("eve@example.org");
    for (int i = 0; i < 20; i++) {
      fail("user" + i + "@example.org", ELSEWHERE, 1);
      if (i < 19) {
        login("eve@example.org", ELSEWHERE);
      }
    }
    assertThat(refusal("eve@example.org", TestAuth.PASSWORD, ELSEWHERE)).isNotNull();
  }

  @Test
  void all_addresses_of_an_ipv6_subscriber_are_one() {
    for (int i = 0; i < 20; i++) {
      fail("user" + i + "@example.org", "2001:db8:1:2::" + i, 1);
    }
    assertThat(refusal("x@example.org", "wrong", "2001:db8:1:2:ffff::1").code())
        .isEqualTo("too_many_failures");
    assertThat(refusal("x@example.org", "wrong", "2001:db8:1:3::1").code())
        .isEqualTo("invalid_credentials");
    assertThat(LoginThrottle.Attempt.of(Email.of("a@b.org"), "::ffff:192.0.2.1"))
        .isEqualTo(LoginThrottle.Attempt.of(Email.of("a@b.org"), "192.0.2.1"));
  }

  @Test
  void failures_survive_a_restart_and_name_nobody() {
    fail("ada@example.org", ELSEWHERE, 5);
    var restarted =
        AuthServices.create(
            TestAuth.settings(),
            auth.database,
            new ChangeLog(auth.database, auth.clock),
            new HookRegistry(),
            auth.clock);
    assertThat(
            TestAuth.refusal(() ->
                    restarted
                        .logins()
                        .login("ada@example.org", TestAuth.PASSWORD, ClientInfo.at(ELSEWHERE)))
                .code())
        .isEqualTo("too_many_failures");
    var keys =
        auth.database.read(sql -> sql.list("select key from _login_failures", row -> row.text(1)));
    assertThat(keys).hasSize(3).noneMatch(key -> key.contains("ada") || key.contains(ELSEWHERE));
  }

  @Test
  void old_failures_are_removed() {
    for (int i = 0; i < 10; i++) {
      fail("user" + i + "@example.org", ELSEWHERE, 1);
    }
    auth.advance(Duration.ofHours(2));
    fail("other@example.org", HOME, 1);
    assertThat(auth.services.logins().forgetFailures()).isEqualTo(21);
    assertThat(auth.number("select count(*) from _login_failures")).isEqualTo(3);
  }

  @Test
  void a_burst_of_guesses_gets_no_further_than_a_row_of_them() throws Exception {
    var guessed = new AtomicInteger();
    Race.winners(
        40,
        i ->
            () -> {
              var refusal = refusal("ada@example.org", "guess " + i, "203.0.113." + i);
              if (refusal.code().equals("invalid_credentials")) {
                guessed.incrementAndGet();
              }
              return i;
            });
    assertThat(guessed).hasValue(5);
  }

  @Test
  void a_stolen_token_does_not_help_to_guess_the_password() {
    var user = auth.user(auth.login("ada@example.org"));
    for (int i = 0; i < 5; i++) {
      TestAuth.refusal(
          () -> auth.services.logins().changePassword(user, "wrong", "new password", ELSEWHERE));
    }
    assertThat(
            TestAuth.refusal(() ->
                    auth.services
                        .logins()
                        .changePassword(user, TestAuth.PASSWORD, "new password", ELSEWHERE))
                .kind())
        .isEqualTo(Problem.Kind.TOO_MANY_REQUESTS);
  }

  @Test
  void without_limits_nobody_is_slowed_down() {
    auth.close();
    auth = new TestAuth(engine, TestAuth::withoutLimits);
    auth.user("ada@example.org");
    fail("ada@example.org", ELSEWHERE, 30);
    assertThat(auth.admits(login("ada@example.org", ELSEWHERE))).isTrue();
  }

  private void fail(String email, String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(refusal(email, "wrong", address).code()).isEqualTo("invalid_credentials");
    }
  }

  private Problem refusal(String email, String password, String address) {
    return TestAuth.refusal(
        () -> auth.services.logins().login(email, password, ClientInfo.at(address)));
  }

  private IssuedTokens login(String email, String address) {
    return auth.services.logins().login(email, TestAuth.PASSWORD, ClientInfo.at(address));
  }
}
