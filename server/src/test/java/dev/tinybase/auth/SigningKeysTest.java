package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class SigningKeysTest {
  private static final String BOX = "c2VjcmV0cyBvZiB0ZXN0cyBoYXZlIDMyIGJ5dGVzISE=";
  private static final String OTHER_BOX = "b3RoZXJzIG9mIHRlc3RzIGhhdmUgMzIgYnl0ZXMgISE=";

  @TempDir Path folder;

  private final String url;
  private final Database database;

  SigningKeysTest(Engine engine) {
    url = engine.migratedUrl();
    database = Engine.open(url);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_key_is_made_once_and_kept_in_the_database_sealed() throws Exception {
    var first = load();
    assertThat(load().currentId()).isEqualTo(first.currentId());
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assertThat(stored()).isNotEmpty().doesNotContain(first.currentId(), "keys");
  }

  @Test
  void of_several_that_start_at_once_all_have_the_same_key() throws Exception {
    var ids = Race.winners(8, _ -> () -> load().currentId());
    assertThat(ids).hasSize(8);
    assertThat(new HashSet<>(ids)).hasSize(1);
  }

  @Test
  void the_key_file_of_an_earlier_version_is_moved_into_the_database() throws Exception {
    write(set("old"));
    assertThat(load().currentId()).isEqualTo("old");
    assertThat(folder.resolve("jwt.key")).doesNotExist();
    assertThat(folder.resolve("jwt.key.imported")).exists();
    assertThat(load().currentId()).isEqualTo("old");
  }

  @Test
  void the_first_key_signs_and_every_key_verifies() throws Exception {
    write(set("new", "old"));
    var keys = load();
    assertThat(keys.currentId()).isEqualTo("new");
    assertThat(keys.verifier("old")).isPresent();
    assertThat(keys.verifier("other")).isEmpty();
  }

  @Test
  void a_file_that_goes_on_from_the_stored_set_takes_its_place() throws Exception {
    write(set("one"));
    load();
    write(set("two", "one"));
    assertThat(load().currentId()).isEqualTo("two");
    write(set("two"));
    assertThat(load().verifier("one")).isEmpty();
  }

  @Test
  void keys_of_another_origin_verify_and_do_not_sign() throws Exception {
    write(set("one"));
    load();
    write(set("two"));
    var keys = load();
    assertThat(keys.currentId()).isEqualTo("one");
    assertThat(keys.verifier("two")).isPresent();
  }

  @Test
  void a_node_that_runs_takes_over_what_another_one_rotates_to() throws Exception {
    write(set("one"));
    try (var other = Engine.open(url)) {
      var running = new SigningKeyStore(settings(BOX), database);
      write(set("two", "one"));
      var rotated = new SigningKeyStore(settings(BOX), other);
      assertThat(rotated.current().currentId()).isEqualTo("two");
      Eventually.until(
          "the running node has it", () -> running.current().currentId().equals("two"));
    }
  }

  @Test
  void a_node_with_another_key_for_its_secrets_refuses_to_start() {
    load();
    var problem = TestAuth.refusal(() -> new SigningKeyStore(settings(OTHER_BOX), database));
    assertThat(problem.code()).isEqualTo("signing_key_unusable");
    assertThat(problem.detail()).contains("secrets.key", "copy").doesNotContain(OTHER_BOX);
    assertThat(stored()).isNotEmpty();
  }

  @Test
  void a_node_without_the_key_for_its_secrets_refuses_to_start_and_makes_none() {
    load();
    var file = folder.resolve("secrets.key");
    var problem =
        TestAuth.refusal(() ->
            new SigningKeyStore(settings(Map.of("secrets.key_file", file.toString())), database));
    assertThat(problem.detail()).contains("secrets.key", "copy");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{}",
        "{\"keys\": []}",
        "{\"keys\": [{\"kid\": \"a\"}]}",
        "{\"keys\": [{\"kid\": \"a\", \"k\": 1}]}",
        "{\"keys\": [{\"kid\": \"a\", \"k\": \"c2hvcnQ\"}]}"
      })
  void a_file_that_holds_no_usable_key_stops_the_start(String text) throws Exception {
    write(text);
    var problem = TestAuth.refusal(this::load);
    assertThat(problem.code()).isEqualTo("signing_key_unusable");
    assertThat(problem.detail()).contains("jwt.key");
    assertThat(Files.readString(folder.resolve("jwt.key"))).isEqualTo(text);
  }

  @Test
  void a_file_that_others_may_read_is_closed() throws Exception {
    write(set("one"));
    Files.setPosixFilePermissions(
        folder.resolve("jwt.key"), PosixFilePermissions.fromString("rw-r--r--"));
    load();
    var moved = folder.resolve("jwt.key.imported");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(moved)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_short_secret_stops_the_start_and_is_not_told() {
    var problem = TestAuth.refusal(() -> ofSecret("too short", "HS256"));
    assertThat(problem.detail())
        .startsWith("jwt.secret_key has 9 bytes, but HS256 needs at least 32")
        .doesNotContain("too short");
    assertThat(TestAuth.refusal(() -> ofSecret("x".repeat(40), "HS384"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void a_long_secret_works_with_each_algorithm(String algorithm) {
    assertThat(ofSecret(TestAuth.SECRET, algorithm).algorithm().getName()).isEqualTo(algorithm);
    assertThat(stored()).as("nothing is stored").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "RS256", "hs256", ""})
  void other_algorithms_stop_the_start(String algorithm) {
    assertThat(TestAuth.refusal(() -> ofSecret(TestAuth.SECRET, algorithm)))
        .hasMessageContaining("HS256, HS384 or HS512");
  }

  private SigningKeys ofSecret(String secret, String algorithm) {
    var all = TestAuth.withJwt(TestAuth.settings(), TestAuth.jwt(secret, algorithm));
    return new SigningKeyStore(all, database).current();
  }

  private SigningKeys load() {
    return new SigningKeyStore(settings(BOX), database).current();
  }

  private Settings settings(String box) {
    return settings(Map.of("secrets.key", box));
  }

  private Settings settings(Map<String, String> values) {
    return TestAuth.withJwt(
        Settings.with(values), new Settings.Jwt(null, "HS256", folder.resolve("jwt.key"), 60, 30));
  }

  private void write(String text) throws Exception {
    Files.writeString(folder.resolve("jwt.key"), text);
  }

  private static String set(String... ids) {
    var keys = new StringBuilder();
    for (var id : ids) {
      keys.append(keys.isEmpty() ? "" : ", ")
          .append("{\"kty\": \"oct\", \"kid\": \"%s\", \"k\": \"%s\"}".formatted(id, key()));
    }
    return "{\"keys\": [" + keys + "]}";
  }

  private static Base64URL key() {
    return Base64URL.encode(RandomSecrets.random(64));
  }

  private String stored() {
    return database
        .<java.util.Optional<String>>read(sql ->
            sql.first("select value from _meta where key = 'signing_keys'", row -> row.text(1)))
        .orElse("");
  }
}
