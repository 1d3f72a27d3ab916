package dev.tinybase.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void a_long_text_ends_in_dots_and_keeps_the_limit() {
    assertThat(Texts.abbreviate("x".repeat(80))).hasSize(80).doesNotContain(".");
    assertThat(Texts.abbreviate("x".repeat(81))).hasSize(80).endsWith("x...");
  }

  @Test
  void a_pair_of_surrogates_stays_whole() {
    assertThat(Texts.abbreviate("abc\ud83d\ude00defgh", 7)).isEqualTo("abc...");
    assertThat(Texts.abbreviate("abc\ud83d\ude00defgh", 8)).isEqualTo("abc\ud83d\ude00...");
  }

  @Test
  void a_uuid_has_36_characters_and_four_dashes() {
    var id = "0198a3c4-7c1e-7b5f-9a51-3F0F5A0F1C2D";
    assertThat(Uuids.parse(id)).contains(UUID.fromString(id));
    for (var text :
        new String[] {
          "",
          "1-1-1-1-1",
          id + "0",
          "0198a3c47-c1e-7b5f-9a51-3f0f5a0f1c2d",
          "+198a3c4-7c1e-7b5f-9a51-3f0f5a0f1c2d",
          "0198a3g4-7c1e-7b5f-9a51-3f0f5a0f1c2d",
          "0198a3c\u0664-7c1e-7b5f-9a51-3f0f5a0f1c2d"
        }) {
      assertThat(Uuids.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void a_digest_is_the_same_of_text_and_file(@TempDir Path folder) throws Exception {
    assertThat(Sha256.hex("abc")).isEqualTo(ABC);
    assertThat(Sha256.hex(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(ABC);
  }

  @Test
  void parts_that_are_divided_differently_have_different_digests() {
    assertThat(new Sha256().add("ab").add("c").hex())
        .isNotEqualTo(new Sha256().add("a").add("bc").hex());
  }
}
