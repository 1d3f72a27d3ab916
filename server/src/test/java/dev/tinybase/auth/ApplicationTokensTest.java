package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.text.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ApplicationTokensTest {
  private static final Principal OPERATOR = new Principal.Operator();

  private final TestAuth auth;
  private final ApplicationTokens tokens;

  ApplicationTokensTest(Engine engine) {
    auth = new TestAuth(engine);
    tokens = auth.services.applicationTokens();
  }

  @AfterEach
  void close() {
    auth.close();
  }

  private ApplicationToken.Made make(String name, Set<Scope> scopes) {
    return tokens.create(new ApplicationToken.Wanted(name, null, scopes, null), OPERATOR);
  }

  private boolean admits(String token) {
    return auth.services.authenticator().authenticate(token).isPresent();
  }

  @Test
  void no_forged_token_passes() {
    var value = make("deploy", Set.of(Scope.ADMIN)).value();
    assertThat(admits(value)).isTrue();
    var passed = new ArrayList<String>();
    var forged = forged(value);
    for (var token : forged) {
      if (admits(token)) {
        passed.add(token);
      }
    }
    assertThat(forged).hasSizeGreaterThan(180);
    assertThat(passed).isEmpty();
  }

  /** Every character changed, every length, other spellings, and what may look like a token. */
  private static Set<String> forged(String value) {
    var forged = new LinkedHashSet<String>();
    for (int i = 0; i < value.length(); i++) {
      char other = value.charAt(i) == 'A' ? 'B' : 'A';
      forged.add(value.substring(0, i) + other + value.substring(i + 1));
      forged.add(value.substring(0, i));
      forged.add(value.substring(i + 1));
      forged.add(value.substring(0, i) + value.charAt(i) + value.substring(i));
    }
    forged.addAll(
        List.of(
            value + "=",
            value + " ",
            " " + value,
            value + "\0",
            value + "\n",
            value.toLowerCase(Locale.ROOT),
            value.toUpperCase(Locale.ROOT),
            value.replace('-', '+').replace('_', '/') + "+",
            "tb_" + value,
            "tb_" + "A".repeat(43),
            "tb_" + "%".repeat(43),
            "tb_" + "\u00e9".repeat(43),
            "tb_" + "x".repeat(1_000_000),
            Sha256.hex(value),
            "tb_" + Sha256.hex(value).substring(0, 43)));
    forged.remove(value);
    return forged;
  }

  @Test
  void the_database_does_not_have_the_value() {
    var value = make("deploy", Set.of(Scope.ADMIN)).value();
    var stored =
        auth.database.read(sql ->
            sql.first(
                "select name || ' ' || token_hash || ' ' || scopes from _application_tokens",
                row -> row.text(1)));
    assertThat(stored.orElseThrow())
        .doesNotContain(value, value.substring(3))
        .contains(Sha256.hex(value));
    assertThat(make("other", Set.of(Scope.ADMIN)).toString()).doesNotContain("tb_");
  }

  @Test
  void a_token_is_an_admin_within_its_scopes_only() {
    for (var scope : Scope.values()) {
      var value = make(scope.word(), Set.of(scope)).value();
      var who = auth.services.authenticator().authenticate(value).orElseThrow();
      assertThat(who.isAdmin()).isEqualTo(scope == Scope.ADMIN);
      for (var other : Scope.values()) {
        assertThat(who.isAdminFor(other))
            .as(scope + " for " + other)
            .isEqualTo(scope == Scope.ADMIN || scope == other);
      }
    }
  }

  @Test
  void a_revoked_token_opens_nothing_from_then_on() {
    var made = make("deploy", Set.of(Scope.ADMIN));
    assertThat(admits(made.value())).isTrue();
    tokens.revoke(made.token().id());
    assertThat(admits(made.value())).isFalse();
    auth.clock.advance(Duration.ofMinutes(2));
    assertThat(admits(made.value())).isFalse();
  }
}
