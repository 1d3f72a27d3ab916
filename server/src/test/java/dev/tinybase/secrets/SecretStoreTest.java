package dev.tinybase.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.auth.TestClock;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.secrets.SecretStore.SecretInfo;
import dev.tinybase.secrets.SecretStore.Source;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class SecretStoreTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path folder;

  private final String url;
  private final Database database;
  private final TestClock clock = new TestClock();

  SecretStoreTest(Engine engine) {
    url = engine.migratedUrl();
    database = Engine.open(url);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_secret_is_set_found_changed_and_removed() {
    var secrets = store(KEY, Map.of());
    assertThat(secrets.find("STRIPE_KEY")).isEmpty();
    secrets.set("STRIPE_KEY", "sk_1");
    assertThat(secrets.find("STRIPE_KEY")).contains("sk_1");
    var first = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    assertThat(secrets.set("STRIPE_KEY", "sk_2 \u00fc\0\uD83D\uDE00").updatedAt())
        .isEqualTo(first.plusSeconds(1));
    assertThat(secrets.find("STRIPE_KEY")).contains("sk_2 \u00fc\0\uD83D\uDE00");
    assertThat(store(KEY, Map.of()).find("STRIPE_KEY")).contains("sk_2 \u00fc\0\uD83D\uDE00");
    secrets.remove("STRIPE_KEY");
    assertThat(secrets.find("STRIPE_KEY")).isEmpty();
    assertThatThrownBy(() -> secrets.remove("STRIPE_KEY"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void the_environment_goes_before_the_store() {
    var secrets = store(KEY, Map.of("B", "from outside"));
    assertThat(secrets.set("B", "from inside").source()).isEqualTo(Source.ENVIRONMENT);
    secrets.set("A", "a");
    assertThat(secrets.find("B")).contains("from outside");
    assertThat(secrets.list())
        .containsExactly(
            new SecretInfo("A", Source.STORE, clock.instant()),
            new SecretInfo("B", Source.ENVIRONMENT, null));
    assertThat(secrets.list().toString()).doesNotContain("from");
    secrets.remove("B");
    assertThatThrownBy(() -> secrets.remove("B")).hasMessageContaining("TINYBASE_SECRET_B");
  }

  @Test
  void the_database_holds_no_value_and_no_two_texts_are_the_same() {
    var secrets = store(KEY, Map.of());
    secrets.set("A", "hush hush");
    var one = sealed("A");
    secrets.set("A", "hush hush");
    assertThat(sealed("A")).isNotEqualTo(one);
    assertThat(
            new String(
                Base64.getDecoder().decode(one), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("hush");
  }

  @Test
  void what_was_tampered_with_is_refused() {
    store(KEY, Map.of()).set("A", "hush hush");
    var bytes = Base64.getDecoder().decode(sealed("A"));
    for (int i = 0; i < bytes.length; i += 5) {
      bytes[i] ^= 1;
      put("A", Base64.getEncoder().encodeToString(bytes));
      bytes[i] ^= 1;
      refused(store(KEY, Map.of()));
    }
    for (var text : new String[] {"", "AAAA", "no base64!"}) {
      put("A", text);
      refused(store(KEY, Map.of()));
    }
  }

  @Test
  void a_value_cannot_be_moved_to_another_name() {
    var secrets = store(KEY, Map.of());
    secrets.set("B", "for b only");
    secrets.set("A", "for a");
    put("A", sealed("B"));
    refused(store(KEY, Map.of()));
  }

  @Test
  void another_key_is_a_clear_problem() {
    store(KEY, Map.of()).set("A", "hush hush");
    var other =
        Base64.getEncoder()
            .encodeToString(
                "another key of thirty-two bytes!"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    refused(store(other, Map.of()));
    var again = store(other, Map.of());
    again.set("A", "anew");
    assertThat(again.find("A")).contains("anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void a_key_that_is_none_stops_the_start(String key) {
    assertThatThrownBy(() -> store(key, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("secrets.key must hold 32 bytes in Base64")
        .hasMessageNotContaining(key);
  }

  @Test
  void the_key_file_is_made_once_for_its_owner_alone_and_missed_when_it_is_gone()
      throws IOException {
    var file = folder.resolve("keys/secrets.key");
    var secrets = store(null, Map.of());
    assertThat(secrets.find("A")).isEmpty();
    assertThat(file).doesNotExist();
    secrets.set("A", "hush hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(store(null, Map.of()).find("A")).contains("hush hush");
    Files.delete(file);
    assertThatThrownBy(() -> store(null, Map.of()).find("A"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is gone");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_change_by_another_process_is_seen() {
    var secrets = store(KEY, Map.of());
    secrets.set("A", "old");
    assertThat(secrets.find("A")).contains("old");
    try (var other = Engine.open(url)) {
      new SecretStore(settings(KEY, Map.of()), other, clock).set("A", "new");
    }
    Eventually.until("the new value is seen", () -> secrets.find("A").orElseThrow().equals("new"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1A", "A-B", "A B", "\u00c4", "A\n"})
  void names_are_plain(String name) {
    var secrets = store(KEY, Map.of());
    assertThat(secrets.find(name)).isEmpty();
    assertThatThrownBy(() -> secrets.set(name, "value"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("STRIPE_KEY");
  }

  @Test
  void values_have_a_size() {
    var secrets = store(KEY, Map.of());
    var largest = "x".repeat(SecretStore.MOST_BYTES);
    secrets.set("A", largest);
    assertThat(secrets.find("A")).contains(largest);
    for (var value : new String[] {"", largest + "x", "\u00fc".repeat(40_000)}) {
      assertThatThrownBy(() -> secrets.set("A", value)).isInstanceOf(Problem.class);
    }
  }

  private SecretStore store(@Nullable String key, Map<String, String> environment) {
    return new SecretStore(settings(key, environment), database, clock);
  }

  private Settings.Secrets settings(@Nullable String key, Map<String, String> environment) {
    return new Settings.Secrets(key, folder.resolve("keys/secrets.key"), environment);
  }

  private static void refused(SecretStore secrets) {
    assertThatThrownBy(() -> secrets.find("A"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("secret_unreadable");
              assertThat(problem.detail())
                  .contains("A cannot be decrypted", "set the secret again");
            });
  }

  private String sealed(String name) {
    return database.read(sql ->
        sql.first("select value from _secrets where name = ?", row -> row.text(1), name)
            .orElseThrow());
  }

  private void put(String name, String value) {
    var _ =
        database.write(
            sql -> sql.update("update _secrets set value = ? where name = ?", value, name));
  }
}
