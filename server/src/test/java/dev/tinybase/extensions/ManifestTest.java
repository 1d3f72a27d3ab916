package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String SMALL = "[extension]\nname = \"notes\"\nversion = \"1.0\"\n";

  private static Manifest parse(String toml) {
    return Manifest.parse(toml.getBytes(UTF_8));
  }

  private static Problem refused(String toml) {
    return catchThrowableOfType(Problem.class, () -> parse(toml));
  }

  @Test
  void everything_of_a_manifest_is_read_and_read_again_from_what_is_stored() {
    var manifest =
        parse(
            """
            [extension]
            name = "audit-trail"            # a lower-case letter, then letters, digits, hyphens
            version = "1.0.0"
            description = "Who changed what"
            author = "Ann"
            license = "MIT"
            min_version = "0.1"
            dependencies = ["org.commonmark:commonmark:0.27.0"]
            collections = ["collections/audit.json"]
            static = "public"

            [settings.keep_days]
            type = "integer"
            default = 30
            [settings.webhook_secret]
            type = "string"
            secret = true
            description = "Signs"
            [settings.rate]
            type = "number"
            default = 1
            [settings.loud]
            type = "boolean"
            """);
    assertThat(manifest.name()).isEqualTo("audit-trail");
    assertThat(manifest.version()).isEqualTo("1.0.0");
    assertThat(manifest.description()).isEqualTo("Who changed what");
    assertThat(manifest.author()).isEqualTo("Ann");
    assertThat(manifest.license()).isEqualTo("MIT");
    assertThat(manifest.minVersion()).isEqualTo("0.1");
    assertThat(manifest.dependencies()).containsExactly("org.commonmark:commonmark:0.27.0");
    assertThat(manifest.collections()).containsExactly("collections/audit.json");
    assertThat(manifest.staticFolder()).isEqualTo("public");
    assertThat(manifest.settings())
        .extracting(ExtensionSetting::name, ExtensionSetting::type, ExtensionSetting::secret)
        .containsExactly(
            tuple("keep_days", ExtensionSetting.Type.INTEGER, false),
            tuple("webhook_secret", ExtensionSetting.Type.STRING, true),
            tuple("rate", ExtensionSetting.Type.NUMBER, false),
            tuple("loud", ExtensionSetting.Type.BOOLEAN, false));
    assertThat(Manifest.ofStored(manifest.tree())).isEqualTo(manifest);
  }

  @Test
  void all_that_is_wrong_is_told_at_once_with_its_place_and_the_nearest_known_word() {
    var problem =
        refused(
            """
            [extension]
            name = "Audit Trail"
            verson = "1.0"
            collections = ["../audit.json", "a.yaml"]
            static = "/etc"
            dependencies = "x:y:1"
            [settings.keep_days]
            type = "int"
            [settings.token]
            type = "string"
            secret = true
            default = "hunter2"
            [settings.days]
            type = "integer"
            default = 1.5
            secrets = true
            [other]
            x = 1
            """);
    assertThat(problem.code()).isEqualTo("invalid_manifest");
    assertThat(problem.errors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "other",
            "extension.verson",
            "extension.name",
            "extension.version",
            "extension.collections",
            "extension.collections",
            "extension.static",
            "extension.dependencies",
            "settings.keep_days.type",
            "settings.token.default",
            "settings.days.default",
            "settings.days.secrets");
    assertThat(problem.detail()).contains("did you mean 'version'?").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name = \"notes\"",
        "extension = 1",
        "[extension",
        "[extension]\nname = \"notes\"\nname = \"again\"\nversion = \"1\"",
        "[extension]\nname = 1e999999999\nversion = \"1\"",
        "[extension]\nname = \"notes\"\nversion = \"1\"\n[settings]\nx = 1",
        "[extension]\nname = \"notes\"\nversion = \"1\"\n[settings.\"a b\"]\ntype = \"string\"",
        "[extension]\nname = \"notes\"\nversion = \"1\"\ndescription = \"\\u0000\"",
        "[extension]\nname = \"notes\"\nversion = \"1\"\ndependencies = [\"a:b:1\\n//DEPS c:d:1\"]"
      })
  void what_is_no_manifest_is_told_as_that(String toml) {
    assertThat(refused(toml).code()).isEqualTo("invalid_manifest");
  }

  @Test
  void a_manifest_that_wants_to_be_expensive_is_refused() {
    assertThat(refused(SMALL + "x = " + "[".repeat(60_000)).code()).isEqualTo("invalid_manifest");
    assertThat(refused("a.".repeat(30_000) + "b = 1").code()).isEqualTo("invalid_manifest");
    assertThat(refused(SMALL + "#".repeat(70_000)).detail()).contains("more than 65536 bytes");
    var many = new StringBuilder(SMALL);
    IntStream.range(0, 101).forEach(i -> many.append("[settings.s" + i + "]\ntype = \"string\"\n"));
    assertThat(refused(many.toString()).detail()).contains("more than 100 entries");
    assertThat(
            catchThrowableOfType(
                    Problem.class, () -> Manifest.parse(new byte[] {'x', (byte) 0xc0, (byte) 0xae}))
                .detail())
        .contains("UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "1.3, 1.2.0, true",
    "1.2, 1.2.0, false",
    "1.2.1, 1.2, true",
    "0.1, 0.1.0-SNAPSHOT, false",
    "2, 10.0, false",
    "1.0, dev, false",
    "1.10, 1.9, true"
  })
  void versions_are_compared_by_their_numbers(String needed, String server, boolean newer) {
    assertThat(ExtensionReview.isNewer(needed, server)).isEqualTo(newer);
  }
}
