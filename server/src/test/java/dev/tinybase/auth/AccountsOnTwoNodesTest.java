package dev.tinybase.auth;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.TinyBase;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever changes an account on one node is known on the other, although that has just looked. The
 * clock stands still, so that no cache forgets by itself.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class AccountsOnTwoNodesTest {
  private static final String EMAIL = "ann@example.com";
  private static final String PASSWORD = "correct horse battery";
  private static final String OTHER = "another horse battery";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Pattern WRITES =
      Pattern.compile("(?i)(insert\\s+into|update|delete\\s+from)\\s+_(users|sessions)\\b");

  private final String url;
  private final TinyBase one;
  private final TinyBase two;

  AccountsOnTwoNodesTest(Engine engine) {
    url = engine.migratedUrl();
    one = node();
    two = node();
    one.auth().users().create("admin@example.com", PASSWORD, true);
    one.auth().users().create(EMAIL, PASSWORD, true);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void a_deletion() {
    ends(ann -> one.auth().users().delete(ann.account().id()));
  }

  @Test
  void losing_the_admin_s_role() {
    ends(ann -> change(ann, new UserChange(null, null, false)));
  }

  @Test
  void a_new_e_mail() {
    ends(ann -> change(ann, new UserChange("new@example.com", null, null)));
  }

  @Test
  void a_new_password() {
    ends(ann -> one.auth().users().setPassword(ann.account().id(), OTHER));
  }

  @Test
  void a_reset_on_the_command_line() {
    ends(_ -> one.auth().users().ensureAdmin(EMAIL, OTHER));
  }

  @Test
  void one_s_own_new_password_in_another_session() {
    ends(_ -> one.auth().logins().changePassword(session(), PASSWORD, OTHER, "10.0.0.1"));
  }

  @Test
  void one_s_own_new_e_mail_in_another_session() {
    ends(_ -> one.auth().logins().changeEmail(session(), PASSWORD, "new@example.com", "10.0.0.1"));
  }

  @Test
  void a_logout() {
    ends(ann -> one.auth().sessions().end(user(one, ann).orElseThrow().sessionId()));
  }

  @Test
  void one_of_several_sessions() {
    ends(ann -> {
      var session = user(one, ann).orElseThrow().sessionId();
      one.auth().sessions().end(ann.account().id(), session);
    });
  }

  @Test
  void a_logout_everywhere() {
    ends(ann -> one.auth().sessions().endAll(ann.account().id()));
  }

  @Test
  void a_stolen_refresh_token() {
    ends(ann -> {
      one.auth().sessions().refresh(ann.refreshToken(), ClientInfo.at("her"));
      assertThatThrownBy(
              () -> one.auth().sessions().refresh(ann.refreshToken(), ClientInfo.at("the thief")))
          .isInstanceOf(Problem.class);
    });
  }

  @Test
  void getting_the_admin_s_role() {
    var ann = login();
    change(ann, new UserChange(null, null, false));
    var again = login();
    until("no admin", () -> !user(two, again).orElseThrow().isAdmin());
    change(ann, new UserChange(null, null, true));
    until("an admin", () -> user(two, again).orElseThrow().isAdmin());
  }

  @Test
  void an_application_token_that_is_revoked() {
    endsToken(id -> one.auth().applicationTokens().revoke(id));
  }

  @Test
  void an_application_token_that_is_deactivated() {
    endsToken(id ->
        one.auth().applicationTokens().update(id, new ApplicationToken.Change(null, null, false)));
  }

  private void endsToken(Consumer<UUID> change) {
    var wanted = new ApplicationToken.Wanted("ci", null, Set.of(Scope.ADMIN), null);
    var made = one.auth().applicationTokens().create(wanted, new Principal.Operator());
    assertThat(two.auth().authenticator().authenticate(made.value())).isPresent();
    assertThat(one.auth().authenticator().authenticate(made.value())).isPresent();
    change.accept(made.token().id());
    assertThat(one.auth().authenticator().authenticate(made.value())).isEmpty();
    until(
        "the other node refuses the token",
        () -> two.auth().authenticator().authenticate(made.value()).isEmpty());
  }

  @Test
  void one_class_writes_accounts_and_one_sessions() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(Files::isRegularFile).filter(AccountsOnTwoNodesTest::writes))
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("AccountTable.java", "SessionTable.java");
    }
  }

  private static boolean writes(Path file) {
    try {
      return WRITES.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "")).find();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The other node knows the token, and refuses it after the change. */
  private void ends(Consumer<IssuedTokens> change) {
    var ann = login();
    assertThat(user(two, ann)).isPresent();
    change.accept(ann);
    assertThat(user(one, ann)).as("the node itself").isEmpty();
    until("the other node refuses the token", () -> user(two, ann).isEmpty());
  }

  private void change(IssuedTokens who, UserChange change) {
    one.auth().users().update(who.account().id(), change, null);
  }

  private Principal.User session() {
    return user(one, login()).orElseThrow();
  }

  private IssuedTokens login() {
    return one.auth().logins().login(EMAIL, PASSWORD, ClientInfo.at("10.0.0.1"));
  }

  private static Optional<Principal.User> user(TinyBase node, IssuedTokens tokens) {
    return node.auth()
        .authenticator()
        .authenticate(tokens.accessToken())
        .map(Principal.User.class::cast);
  }

  private TinyBase node() {
    var folder = TempFolder.next();
    return TinyBase.open(
        Settings.with(
            Map.of(
                "database.url",
                url,
                "auth.bcrypt_cost",
                "4",
                "jwt.secret_key",
                "a signing key for tests, long enough for HS256",
                "secrets.key_file",
                folder.resolve("secrets.key").toString(),
                "functions.path",
                folder.resolve("functions").toString(),
                "functions.cache",
                folder.resolve("cache").toString())),
        CLOCK);
  }
}
