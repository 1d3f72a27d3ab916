package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.tinybase.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
  @TempDir Path folder;

  @Test
  void a_key_is_made_once_in_a_file_that_only_its_owner_reads() throws Exception {
    var secrets = folder.resolve("secrets");
    var file = secrets.resolve("jwt.key");
    var first = SigningKeys.load(settings(file)).currentId();

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(secrets)).isEqualTo("rwx------");
    assertThat(SigningKeys.load(settings(file)).currentId()).isEqualTo(first);
    try (var files = Files.list(secrets)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void of_several_that_make_the_file_at_once_all_read_the_same_key() throws Exception {
    var file = folder.resolve("jwt.key");
    var ids = Race.winners(16, _ -> () -> SigningKeys.load(settings(file)).currentId());
    assertThat(ids).hasSize(16);
    assertThat(new HashSet<>(ids)).hasSize(1);
  }

  @Test
  void a_file_that_others_may_read_is_closed() throws Exception {
    var file = folder.resolve("jwt.key");
    SigningKeys.load(settings(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    SigningKeys.load(settings(file));
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void the_first_key_signs_and_every_key_verifies() throws Exception {
    var file = folder.resolve("jwt.key");
    var key = Base64URL.encode(RandomSecrets.random(64));
    Files.writeString(
        file,
        """
        {"keys": [{"kty": "oct", "kid": "new", "k": "%s"}, {"kty": "oct", "kid": "old", "k": "%s"}]}
        """
            .formatted(Base64URL.encode(RandomSecrets.random(64)), key));
    var keys = SigningKeys.load(settings(file));
    assertThat(keys.currentId()).isEqualTo("new");
    assertThat(keys.verifier("old")).isPresent();
    assertThat(keys.verifier("other")).isEmpty();
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
    var file = Files.writeString(folder.resolve("jwt.key"), text);
    var problem = TestAuth.refusal(() -> SigningKeys.load(settings(file)));
    assertThat(problem.code()).isEqualTo("signing_key_unusable");
    assertThat(problem.detail()).contains("jwt.key");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void a_short_secret_stops_the_start_and_is_not_told() {
    var problem = TestAuth.refusal(() -> SigningKeys.load(TestAuth.jwt("too short", "HS256")));
    assertThat(problem.detail())
        .startsWith("jwt.secret_key has 9 bytes, but HS256 needs at least 32")
        .doesNotContain("too short");
    assertThat(TestAuth.refusal(() -> SigningKeys.load(TestAuth.jwt("x".repeat(40), "HS384"))))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void a_long_secret_works_with_each_algorithm(String algorithm) {
    assertThat(SigningKeys.load(TestAuth.jwt(TestAuth.SECRET, algorithm)).algorithm().getName())
        .isEqualTo(algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "RS256", "hs256", ""})
  void other_algorithms_stop_the_start(String algorithm) {
    assertThat(TestAuth.refusal(() -> SigningKeys.load(TestAuth.jwt(TestAuth.SECRET, algorithm))))
        .hasMessageContaining("HS256, HS384 or HS512");
  }

  @Test
  void a_folder_that_cannot_be_written_is_told() throws Exception {
    var blocker = Files.writeString(folder.resolve("file"), "");
    var problem = TestAuth.refusal(() -> SigningKeys.load(settings(blocker.resolve("jwt.key"))));
    assertThat(problem.code()).isEqualTo("key_file_unusable");
  }

  private static Settings.Jwt settings(Path file) {
    return new Settings.Jwt(null, "HS256", file, 60, 30);
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
