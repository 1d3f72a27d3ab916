package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeConsumer;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class AccountEventsTest {
  private final TestAuth auth;
  private final ChangeLog log;
  private final AuthServices services;

  AccountEventsTest(Engine engine) {
    auth = new TestAuth(engine);
    log = new ChangeLog(auth.database, auth.clock);
    services =
        AuthServices.create(
            TestAuth.withAuth(TestAuth.settings(), new Settings.Auth(true, 4, true, 10, 5, 10)),
            auth.database,
            log,
            new HookRegistry(),
            auth.clock);
  }

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void every_way_of_making_an_account_is_told_and_a_refused_one_is_not() {
    var made = log.register("made", Set.of(Change.ACCOUNT_MADE));
    login("first@example.org"); // becomes the admin
    services.users().create("second@example.org", TestAuth.PASSWORD, false);
    assertThat(
            TestAuth.refusal(
                () -> services.users().create("second@example.org", TestAuth.PASSWORD, false)))
        .extracting(Problem::code)
        .isEqualTo("email_taken");
    services.users().ensureAdmin("third@example.org", TestAuth.PASSWORD);
    services.users().ensureAdmin("third@example.org", TestAuth.PASSWORD);
    assertThat(events(made))
        .extracting(event -> event.at("/user/email").stringValue())
        .containsExactly("first@example.org", "second@example.org", "third@example.org");
    assertThat(events(made))
        .extracting(event -> event.at("/user/is_admin").booleanValue())
        .containsExactly(true, false, true);
  }

  @Test
  void logins_are_told_with_the_address_and_failed_ones_are_not() {
    var logins = log.register("logins", Set.of(Change.LOGIN));
    var user = services.users().create("ada@example.org", TestAuth.PASSWORD, false);
    login("ada@example.org");
    assertThat(
            TestAuth.refusal(
                () -> services.logins().login("ada@example.org", "wrong one", TestAuth.CLIENT)))
        .extracting(Problem::code)
        .isEqualTo("invalid_credentials");
    assertThat(events(logins))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.get("address").stringValue()).isEqualTo(TestAuth.ADDRESS);
          assertThat(event.at("/user/id").stringValue()).isEqualTo(user.id().toString());
        });
    assertThat(logins.next(10).changes().getFirst().change().actor()).isEqualTo(user.id());
  }

  @Test
  void what_nobody_listens_to_is_not_written() {
    services.users().create("ada@example.org", TestAuth.PASSWORD, false);
    login("ada@example.org");
    assertThat(log.last()).isZero();
  }

  private void login(String email) {
    services.logins().login(email, TestAuth.PASSWORD, TestAuth.CLIENT);
  }

  private static List<JsonNode> events(ChangeConsumer consumer) {
    return consumer.next(100).changes().stream()
        .map(logged -> Json.parse(Objects.requireNonNull(logged.change().after())))
        .toList();
  }
}
