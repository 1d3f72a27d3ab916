package dev.tinybase.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDocumentTest {
  private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^# (\\w+ = )(?!\"\"$)");

  @TempDir Path directory;

  @Test
  void the_commented_file_changes_nothing() throws IOException {
    Files.writeString(directory.resolve("tinybase.toml"), SettingsDocument.toml());
    var found = ConfigLoader.load(directory, Map.of(), Map.of());
    assertThat(found.settings())
        .isEqualTo(ConfigLoader.load(directory.resolve("none/.."), Map.of(), Map.of()).settings());
    assertThat(found.effective()).allMatch(value -> value.origin().kind() == Origin.Kind.DEFAULT);
  }

  @Test
  void the_commented_file_with_the_comments_taken_away_is_the_default() throws IOException {
    var uncommented = ASSIGNMENT.matcher(SettingsDocument.toml()).replaceAll("$1");
    Files.writeString(directory.resolve("tinybase.toml"), uncommented);
    var found = ConfigLoader.load(directory, Map.of(), Map.of());
    var defaults = ConfigLoader.load(directory.resolve("none/.."), Map.of(), Map.of());
    assertThat(found.settings()).isEqualTo(defaults.settings());
    assertThat(found.effective())
        .filteredOn(value -> value.value() != null)
        .allMatch(value -> value.origin().kind() == Origin.Kind.FILE);
  }

  @Test
  void the_table_is_complete() {
    assertThat(Setting.ALL).extracting(Setting::name).doesNotHaveDuplicates();
    var markdown = SettingsDocument.markdown();
    assertThat(Setting.ALL)
        .allSatisfy(setting -> assertThat(markdown).contains("`" + setting.name() + "`"));
  }
}
