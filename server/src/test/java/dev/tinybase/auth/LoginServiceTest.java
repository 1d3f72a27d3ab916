package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class LoginServiceTest {
  private static final String OTHER = "battery staple";

  private final Engine engine;
  private TestAuth auth;

  LoginServiceTest(Engine engine) {
    this.engine = engine;
    auth = new TestAuth(engine);
  }

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void who_registers_can_log_in_in_any_spelling_of_the_email() {
    var ada = auth.services.logins().register("Ada@example.org", TestAuth.PASSWORD, "192.0.2.1");
    assertThat(ada.isAdmin()).isFalse();
    assertThat(auth.login("ADA@EXAMPLE.ORG").account()).isEqualTo(ada);
  }

  @Test
  void registration_can_be_closed() {
    reopen(all -> TestAuth.withAuth(all, new Settings.Auth(false, 4, false, 10, 5, 10)));
    var problem =
        TestAuth.refusal(
            () -> auth.services.logins().register("a@b.org", TestAuth.PASSWORD, "192.0.2.1"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(problem.detail()).contains("disabled");
  }

  @Test
  void a_wrong_password_and_an_unknown_email_get_the_same_answer() {
    auth.user("ada@example.org");
    var wrong = TestAuth.refusal(() -> auth.login("ada@example.org", "wrong password"));
    var unknown = TestAuth.refusal(() -> auth.login("eve@example.org", "wrong password"));
    assertThat(wrong.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
    assertThat(wrong.headers()).containsEntry("WWW-Authenticate", "Bearer");
    assertThat(unknown.detail()).isEqualTo(wrong.detail());
    assertThat(unknown.code()).isEqualTo(wrong.code());
    assertThat(unknown.headers()).isEqualTo(wrong.headers());
  }

  @Test
  void the_password_is_case_sensitive_and_not_trimmed() {
    auth.user("ada@example.org");
    for (var password : new String[] {"Correct horse", "correct horse ", " correct horse", ""}) {
      assertThat(TestAuth.refusal(() -> auth.login("ada@example.org", password)).code())
          .isEqualTo("invalid_credentials");
    }
  }

  @Test
  void an_older_hash_is_renewed_at_the_next_login() {
    var ada = auth.user("ada@example.org");
    var old = "$2b$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS";
    auth.database.write(sql -> sql.update("update _users set password_hash = ?", old));

    assertThat(auth.admits(auth.login("ada@example.org", "correct horse battery"))).isTrue();

    var renewed =
        auth.database.read(
            sql -> sql.first("select password_hash from _users", row -> row.text(1)).orElseThrow());
    assertThat(renewed).startsWith("$2y$04$");
    assertThat(auth.admits(auth.login("ada@example.org", "correct horse battery"))).isTrue();
    assertThat(auth.services.users().find(ada.id())).contains(ada);
  }

  @Test
  void one_changes_ones_own_password_and_other_sessions_end() {
    auth.user("ada@example.org");
    var here = auth.login("ada@example.org");
    var there = auth.login("ada@example.org");

    auth.services.logins().changePassword(user(here), TestAuth.PASSWORD, OTHER, TestAuth.ADDRESS);

    assertThat(auth.admits(here)).isTrue();
    assertThat(auth.admits(there)).isFalse();
    assertThat(auth.admits(auth.login("ada@example.org", OTHER))).isTrue();
  }

  @Test
  void one_changes_ones_own_email_and_other_sessions_end() {
    auth.user("ada@example.org");
    var here = auth.login("ada@example.org");
    var there = auth.login("ada@example.org");

    var changed =
        auth.services
            .logins()
            .changeEmail(user(here), TestAuth.PASSWORD, "lovelace@example.org", TestAuth.ADDRESS);

    assertThat(changed.email()).isEqualTo("lovelace@example.org");
    assertThat(user(here).email()).isEqualTo("lovelace@example.org");
    assertThat(auth.admits(there)).isFalse();
  }

  @Test
  void the_wrong_current_password_changes_nothing() {
    auth.user("ada@example.org");
    var grant = auth.login("ada@example.org");
    var logins = auth.services.logins();
    assertThat(
            TestAuth.refusal(
                    () -> logins.changePassword(user(grant), "wrong one", OTHER, TestAuth.ADDRESS))
                .code())
        .isEqualTo("wrong_password");
    assertThat(
            TestAuth.refusal(
                    () -> logins.changeEmail(user(grant), "wrong", "b@b.org", TestAuth.ADDRESS))
                .code())
        .isEqualTo("wrong_password");
    assertThat(auth.admits(auth.login("ada@example.org"))).isTrue();
  }

  @Test
  void the_set_up_token_makes_one_admin() {
    var token = auth.services.setupToken().open().orElseThrow();
    var grant =
        auth.services.logins().setUp(token, "root@example.org", TestAuth.PASSWORD, TestAuth.CLIENT);
    assertThat(grant.adminCreated()).isTrue();
    assertThat(grant.account().isAdmin()).isTrue();
    assertThat(auth.admits(grant)).isTrue();

    assertThat(auth.services.setupToken().open()).isEmpty();
    assertThat(setUpRefusal(token, "second@example.org").kind()).isEqualTo(Problem.Kind.CONFLICT);
  }

  @Test
  void another_set_up_token_makes_nobody() {
    var token = auth.services.setupToken().open().orElseThrow();
    for (var wrong : new String[] {"", "junk", token + "x", token.substring(1)}) {
      assertThat(setUpRefusal(wrong, "root@example.org").kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    }
    assertThat(auth.services.users().count()).isZero();
  }

  @Test
  void somebody_who_registers_first_does_not_shut_out_the_operator() {
    auth.user("ada@example.org");
    var token = auth.services.setupToken().open().orElseThrow();
    assertThat(setUpRefusal(token, "ada@example.org").code()).isEqualTo("email_taken");
    auth.services.logins().setUp(token, "root@example.org", TestAuth.PASSWORD, TestAuth.CLIENT);
    assertThat(auth.services.users().hasAdmin()).isTrue();
  }

  @Test
  void of_several_set_ups_at_once_exactly_one_wins() throws Exception {
    var token = auth.services.setupToken().open().orElseThrow();
    var winners =
        Race.winners(
            16,
            i ->
                () ->
                    auth.services
                        .logins()
                        .setUp(
                            token,
                            "root" + i + "@example.org",
                            TestAuth.PASSWORD,
                            TestAuth.CLIENT));
    assertThat(winners).hasSize(1);
    assertThat(auth.services.users().count()).isEqualTo(1);
  }

  @Test
  void a_first_login_makes_no_admin_by_surprise() {
    assertThat(TestAuth.refusal(() -> auth.login("root@example.org"))).isNotNull();
    assertThat(auth.services.users().count()).isZero();
  }

  @Test
  void a_first_login_makes_one_admin_where_that_is_configured() throws Exception {
    reopen(all -> TestAuth.withAuth(all, new Settings.Auth(true, 4, true, 10, 5, 10)));
    var winners = Race.winners(6, i -> () -> auth.login("root" + i + "@example.org"));
    assertThat(winners).hasSize(1);
    assertThat(winners.getFirst().adminCreated()).isTrue();
    assertThat(auth.services.users().count()).isEqualTo(1);

    var again = auth.login(winners.getFirst().account().email());
    assertThat(again.adminCreated()).isFalse();
    assertThat(again.account().isAdmin()).isTrue();
  }

  private Problem setUpRefusal(String token, String email) {
    return TestAuth.refusal(
        () -> auth.services.logins().setUp(token, email, TestAuth.PASSWORD, TestAuth.CLIENT));
  }

  private Principal.User user(IssuedTokens grant) {
    return auth.user(grant);
  }

  private void reopen(java.util.function.UnaryOperator<Settings> change) {
    auth.close();
    auth = new TestAuth(engine, change);
  }
}
