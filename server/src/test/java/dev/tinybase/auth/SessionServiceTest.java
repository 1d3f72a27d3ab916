package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.text.Sha256;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class SessionServiceTest {
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "a browser");
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Engine engine;
  private final TestAuth auth;
  private final Account ada;
  private final IssuedTokens grant;

  SessionServiceTest(Engine engine) {
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
  void a_refresh_gives_the_next_pair() {
    var next = refresh(grant);
    assertThat(next.refreshToken()).isNotEqualTo(grant.refreshToken());
    assertThat(next.accessToken()).isNotEqualTo(grant.accessToken());
    assertThat(next.account().id()).isEqualTo(ada.id());
    assertThat(next.adminCreated()).isFalse();
    assertThat(auth.admits(next)).isTrue();
    assertThat(auth.admits(grant)).as("the session goes on").isTrue();
    assertThat(auth.admits(refresh(next))).isTrue();
  }

  @Test
  void only_a_hash_of_the_refresh_token_is_stored() {
    var stored =
        auth.database.read(sql -> sql.list("select refresh_hash from _sessions", r -> r.text(1)));
    assertThat(stored).containsExactly(Sha256.hex(grant.refreshToken()));
  }

  @Test
  void a_used_refresh_token_ends_the_whole_session() {
    var next = refresh(grant);
    assertThat(auth.admits(next)).isTrue();

    auth.advance(GRACE);
    assertThat(refusal(grant.refreshToken()).kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);

    assertThat(auth.admits(next)).isFalse();
    assertThat(auth.admits(grant)).isFalse();
    assertThat(refusal(next.refreshToken())).isNotNull();
  }

  @Test
  void other_sessions_of_the_user_go_on_after_a_theft() {
    var other = auth.login("ada@example.org");
    refresh(grant);
    auth.advance(GRACE);
    refusal(grant.refreshToken());
    assertThat(auth.admits(refresh(other))).isTrue();
  }

  @Test
  void several_tabs_that_refresh_at_once_get_the_same_successor() throws Exception {
    var winners = Race.winners(16, _ -> () -> refresh(grant));
    assertThat(winners).hasSize(16);
    assertThat(winners.stream().map(IssuedTokens::refreshToken).distinct()).hasSize(1);
    assertThat(winners).allMatch(auth::admits);
    assertThat(auth.admits(refresh(winners.getFirst()))).isTrue();
  }

  @Test
  void a_client_that_lost_the_reply_gets_the_same_successor_within_the_grace() {
    var next = refresh(grant);
    auth.advance(GRACE.minusMillis(1));
    assertThat(refresh(grant).refreshToken()).isEqualTo(next.refreshToken());

    auth.advance(Duration.ofMillis(1));
    refusal(grant.refreshToken());
    assertThat(auth.admits(next)).as("a repetition does not prolong the grace").isFalse();
  }

  @Test
  void another_client_that_shows_a_used_token_ends_the_session_at_once() {
    var next = refresh(grant);
    TestAuth.refusal(
        () -> auth.services.sessions().refresh(grant.refreshToken(), ClientInfo.at("another")));
    assertThat(auth.admits(next)).isFalse();
    assertThat(auth.number("select count(*) from _sessions")).isZero();
  }

  @Test
  void a_token_whose_successor_was_used_ends_the_session_at_once() {
    var last = refresh(refresh(grant));
    refusal(grant.refreshToken());
    assertThat(auth.admits(last)).isFalse();
  }

  @Test
  void without_a_grace_a_used_token_ends_the_session_at_once() {
    try (var strict =
        new TestAuth(
            engine, all -> TestAuth.withAuth(all, new Settings.Auth(true, 4, false, 0, 5, 10)))) {
      strict.user("ada@example.org");
      var first = strict.login("ada@example.org");
      var second = strict.services.sessions().refresh(first.refreshToken(), CLIENT);
      TestAuth.refusal(() -> strict.services.sessions().refresh(first.refreshToken(), CLIENT));
      assertThat(strict.admits(second)).isFalse();
    }
  }

  @Test
  void a_session_that_is_refreshed_lives_on_and_one_that_is_not_ends() {
    auth.advance(Duration.ofDays(29));
    var next = refresh(grant);
    auth.advance(Duration.ofDays(29));
    var last = refresh(next);
    auth.advance(Duration.ofDays(30));
    assertThat(refusal(last.refreshToken())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "junk", "\u2603", "01890a5d-ac96-774b-bcce-b302099a8057."})
  void junk_is_no_refresh_token(String token) {
    assertThat(refusal(token).code()).isEqualTo("invalid_refresh_token");
  }

  @Test
  void tokens_of_other_kinds_and_sessions_get_the_same_answer() {
    var unknown = "01890a5d-ac96-774b-bcce-b302099a8057." + RandomSecrets.secret();
    for (var token : new String[] {unknown, grant.accessToken(), "a".repeat(100_000)}) {
      assertThat(refusal(token).detail()).isEqualTo(refusal("junk").detail());
    }
    assertThat(auth.admits(grant)).isTrue();
  }

  @Test
  void all_sessions_of_one_user_end_together_and_are_counted() {
    auth.user("bob@example.org");
    var bob = auth.login("bob@example.org");
    var second = auth.login("ada@example.org");
    assertThat(auth.services.sessions().endAll(ada.id())).isEqualTo(2);
    assertThat(auth.admits(grant)).isFalse();
    assertThat(auth.admits(second)).isFalse();
    assertThat(refusal(second.refreshToken())).isNotNull();
    assertThat(auth.admits(bob)).isTrue();
  }

  @Test
  void expired_sessions_are_removed_and_others_stay() {
    auth.login("ada@example.org");
    assertThat(auth.services.sessions().removeExpired()).isZero();
    auth.advance(Duration.ofDays(31));
    var fresh = auth.login("ada@example.org");
    assertThat(auth.services.sessions().removeExpired()).isEqualTo(2);
    assertThat(auth.number("select count(*) from _sessions")).isEqualTo(1);
    assertThat(auth.admits(fresh)).isTrue();
  }

  @Test
  void more_expired_sessions_than_one_slice_are_removed_at_once() {
    auth.database.write(sql -> {
      for (int i = 0; i < 2_500; i++) {
        auth.services.sessions().open(sql, ada, TestAuth.CLIENT);
      }
      return true;
    });
    auth.advance(Duration.ofDays(31));
    assertThat(auth.services.sessions().removeExpired()).isEqualTo(2_501);
    assertThat(auth.number("select count(*) from _sessions")).isZero();
  }

  @Test
  void neither_grants_nor_refresh_tokens_show_their_secrets_in_logs() {
    var token = RefreshToken.parse(grant.refreshToken()).orElseThrow();
    assertThat(grant.toString() + token)
        .doesNotContain(grant.refreshToken().substring(37))
        .doesNotContain(grant.accessToken());
  }

  private IssuedTokens refresh(IssuedTokens from) {
    return auth.services.sessions().refresh(from.refreshToken(), CLIENT);
  }

  private Problem refusal(String token) {
    return TestAuth.refusal(() -> auth.services.sessions().refresh(token, CLIENT));
  }
}
