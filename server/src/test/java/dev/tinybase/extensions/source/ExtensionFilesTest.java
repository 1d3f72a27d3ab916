package dev.tinybase.extensions.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionFilesTest {
  private static final byte[] X = "x".getBytes(UTF_8);

  private static ExtensionFiles.Builder files(String... paths) {
    var files = new ExtensionFiles.Builder();
    for (var path : paths) {
      files.add(path, X);
    }
    return files;
  }

  @Test
  void an_archive_gives_back_what_was_put_into_it() {
    var files = files("src/A.java", "public/ä b.html").add("empty", new byte[0]).build();
    var back = ExtensionFiles.unzip(files.zip());
    assertThat(back.paths()).containsExactly("empty", "public/ä b.html", "src/A.java");
    assertThat(back.hash()).isEqualTo(files.hash());
    assertThat(back.find("src/A.java")).contains(X);
    assertThat(back.below("public")).containsOnlyKeys("ä b.html");
    assertThat(back.below("pub")).isEmpty();
  }

  @Test
  void a_hash_tells_every_difference_and_no_order() {
    var one = files("a", "b").build().hash();
    assertThat(files("b", "a").build().hash()).isEqualTo(one);
    assertThat(files("a", "c").build().hash()).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", "a\\b", "a:b", "a\0b", "a\nb"
      })
  void paths_that_lead_elsewhere_are_refused(String path) {
    assertThatThrownBy(() -> files(path)).hasMessageContaining("The extension is refused");
  }

  @ParameterizedTest
  @CsvSource({"a,a", "README,readme", "a/b,A/c", "a,a/b", "a/b,a", "A,a/b", "\u00e9,e\u0301"})
  void names_that_a_file_system_does_not_tell_apart_are_refused(String first, String second) {
    assertThatThrownBy(() -> files(first, second)).hasMessageContaining("differs from another one");
  }

  @Test
  void files_beside_each_other_in_folders_are_fine() {
    assertThat(files("a/b/c", "a/b/d", "a/e", "ab").build().paths()).hasSize(4);
  }

  @Test
  void numbers_and_sizes_are_bounded() {
    var many = new ExtensionFiles.Builder();
    for (int i = 0; i < ExtensionFiles.MOST_FILES; i++) {
      many.add("f" + i, X);
    }
    assertThatThrownBy(() -> many.add("more", X)).hasMessageContaining("more than 2000 files");
    var large = new byte[ExtensionFiles.MOST_FILE_BYTES];
    var heavy = files().add("a", large).add("b", large).add("c", large).add("d", large);
    assertThatThrownBy(() -> heavy.add("e", X)).hasMessageContaining("bytes in all");
    assertThatThrownBy(() -> files().add("a", new byte[ExtensionFiles.MOST_FILE_BYTES + 1]))
        .hasMessageContaining("'a' has");
  }
}
